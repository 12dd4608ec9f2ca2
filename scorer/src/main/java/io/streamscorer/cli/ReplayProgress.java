package io.streamscorer.cli;

import io.streamscorer.replay.ReplayListener;

/**
 * Shows how far a replay is, and the first dead letters that cannot be put back.
 *
 * @param line what shows it; closed by whoever made it
 */
record ReplayProgress(ProgressLine line) implements ReplayListener {
    @Override
    public void advanced(long offsetsRead, long offsets, long putBack) {
        line.advanced(offsetsRead, offsets, putBack, "put back");
    }

    @Override
    public void impossible(String place, String reason) {
        line.failed(
                place + ": cannot be put back: " + reason,
                "... and more dead letters that cannot be put back; they are counted");
    }

    @Override
    public void beganAnew(String reason) {
        line.said("A transaction did not go through (" + reason + "). Going on from what is recorded as put back");
    }
}
