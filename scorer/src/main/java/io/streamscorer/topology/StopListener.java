package io.streamscorer.topology;

/** Hears what stream threads left undone when they were told to stop. Called by any of them; thread-safe. */
public interface StopListener {
    /** Hears nothing. */
    StopListener NONE = new StopListener() {
        @Override
        public void uncommitted() {}

        @Override
        public void notLeft() {}
    };

    /** Something was not committed: it is scored again by whoever takes the partitions. */
    void uncommitted();

    /** The group was not left, for its coordinator was not found: the thread's partitions wait until the session times out. */
    void notLeft();
}
