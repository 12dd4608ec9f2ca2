package io.streamscorer.registry;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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

    /** The system's clock. */
    static Pauses system() {
        CountDownLatch ended = new CountDownLatch(1);
        return new Pauses() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public boolean pause(long nanos) throws InterruptedException {
                return !ended.await(nanos, TimeUnit.NANOSECONDS);
            }

            @Override
            public void end() {
                ended.countDown();
            }
        };
    }
}
