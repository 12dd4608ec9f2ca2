package io.streamscorer.replay;

import java.util.ArrayList;
import java.util.List;

/** Listens to a delivery, which begins transactions anew and tells nothing else. */
final class BeginningsAnew implements ReplayListener {
    private final List<String> reasons = new ArrayList<>();

    /** Why each of them was begun anew. */
    List<String> reasons() {
        return reasons;
    }

    @Override
    public void advanced(long offsetsRead, long offsets, long putBack) {
        throw new AssertionError("Who delivers knows nothing of it");
    }

    @Override
    public void impossible(String place, String reason) {
        throw new AssertionError("Who delivers knows nothing of it");
    }

    @Override
    public void beganAnew(String reason) {
        reasons.add(reason);
    }
}
