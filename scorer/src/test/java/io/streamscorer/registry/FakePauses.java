package io.streamscorer.registry;

import java.util.ArrayList;
import java.util.List;

/** A clock that stands still but for the pauses, which take no time. */
final class FakePauses implements Pauses {
    private final List<Long> pauses = new ArrayList<>();
    private long now = Long.MAX_VALUE - 1_000_000;
    private boolean ended;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized boolean pause(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted by the test");
        }
        pauses.add(nanos);
        now += nanos;
        return !ended;
    }

    @Override
    public synchronized void end() {
        ended = true;
    }

    @Override
    public synchronized boolean ended() {
        return ended;
    }

    synchronized void advance(long nanos) {
        now += nanos;
    }

    /** The pauses so far, in nanoseconds. */
    synchronized List<Long> pauses() {
        return List.copyOf(pauses);
    }
}
