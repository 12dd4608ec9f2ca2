package io.streamscorer.cli;

import io.streamscorer.topology.StopListener;

/** What a stop left undone, in words. Thread-safe. */
final class StopReport implements StopListener {
    private volatile boolean scored;
    private volatile boolean uncommitted;
    private volatile boolean notLeft;

    /** Scoring has begun. */
    void scoring() {
        scored = true;
    }

    @Override
    public void uncommitted() {
        uncommitted = true;
    }

    @Override
    public void notLeft() {
        notLeft = true;
    }

    /** The last line of the log. */
    String line() {
        if (!scored) {
            return "Stopped before scoring began";
        }
        if (notLeft) {
            return "Stopped without leaving the group, for the brokers did not answer: the partitions wait until the session times"
                    + " out; what was not committed is scored again";
        }
        return uncommitted
                ? "Stopped: the group was left; what was not committed is scored again"
                : "Stopped: the group was left and all is committed";
    }
}
