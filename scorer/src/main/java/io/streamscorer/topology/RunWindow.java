package io.streamscorer.topology;

/**
 * How long a stream thread's last events took of which the model fails on their chunks: what {@link RunPace} must know, over the borders of runs, since
 * single events can be as slow together as a run would be. Used by one thread.
 */
final class RunWindow {
    private final RunPace pace;
    private long mark;
    private long nanos;
    private int events;

    /**
     * Begins without events.
     *
     * @param pace told how long events took
     */
    RunWindow(RunPace pace) {
        this.pace = pace;
    }

    /** A run begins. What came before it is no event's time. */
    void begin() {
        mark = pace.now();
    }

    /** An event of a divided chunk was scored, which began with the run or after the event before it. */
    void scored() {
        long now = pace.now();
        nanos += now - mark;
        mark = now;
        events++;
        pace.took(nanos);
        if (events == RunPace.MOST_EVENTS) {
            nanos = 0;
            events = 0;
        }
    }
}
