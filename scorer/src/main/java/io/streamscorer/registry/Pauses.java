package io.streamscorer.registry;

import io.streamscorer.failure.StopSignal;

/** The clock that waiting is measured and done with. Any thread. */
interface Pauses {
    /** A time in nanoseconds, of which only differences mean something. */
    long nanoTime();

    /**
     * Waits for a time, or until {@link #end}.
     *
     * @return whether the time has passed; false when waiting was ended
     */
    boolean pause(long nanos) throws InterruptedException;

    /** Ends all waiting, now and later. */
    void end();

    /** Whether waiting was ended. */
    boolean ended();

    /**
     * The system's clock.
     *
     * @param stop what ends waiting; {@link #end} gives it
     */
    static Pauses system(StopSignal stop) {
        return new Pauses() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public boolean pause(long nanos) throws InterruptedException {
                return stop.pause(nanos);
            }

            @Override
            public void end() {
                stop.give();
            }

            @Override
            public boolean ended() {
                return stop.isGiven();
            }
        };
    }
}
