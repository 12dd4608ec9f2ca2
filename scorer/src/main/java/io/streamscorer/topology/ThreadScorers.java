package io.streamscorer.topology;

import io.streamscorer.scoring.EventScorer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * One scorer for each stream thread, made when the thread scores its first chunk. Thread-safe. Closed after the stream threads have
 * ended.
 */
public final class ThreadScorers implements Supplier<EventScorer>, AutoCloseable {
    private final Queue<EventScorer> all = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<EventScorer> ofThread;

    /**
     * Takes what makes a scorer.
     *
     * @param factory makes a scorer for the calling thread
     */
    public ThreadScorers(Supplier<EventScorer> factory) {
        this.ofThread = ThreadLocal.withInitial(() -> {
            EventScorer scorer = factory.get();
            all.add(scorer);
            return scorer;
        });
    }

    /** The calling thread's scorer. */
    @Override
    public EventScorer get() {
        return ofThread.get();
    }

    @Override
    public void close() {
        for (EventScorer scorer = all.poll(); scorer != null; scorer = all.poll()) {
            scorer.close();
        }
    }
}
