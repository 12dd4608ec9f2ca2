package io.streamscorer.topology;

/**
 * How long a task's last events took of which the model fails on their chunks: what {@link RunPace} must know, over the borders of runs, since
 * single events can be as slow together as a run would be. Used by one thread.
 */
final class RunWindow {
    private final RunPace pace;
    private long begin;
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
        begin = pace.now();
        mark = begin;
    }

    /** An event of a divided chunk was scored; its time is that since the run's begin, or since the event before it was scored. */
    void scored() {
        if (events == RunPace.MOST_EVENTS) {
            reset();
        }
        events++;
        add();
    }

    /** The run, of a divided chunk, ends: its last event was handed on. */
    void end() {
        add();
    }

    private void add() {
        long now = pace.now();
        nanos += now - mark;
        mark = now;
        pace.took(Math.max(nanos, now - begin));
        if (nanos > RunPace.LONG.toNanos()) {
            reset();
        }
    }

    private void reset() {
        nanos = 0;
        events = 0;
    }
}
