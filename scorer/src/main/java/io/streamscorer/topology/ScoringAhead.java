package io.streamscorer.topology;

import io.streamscorer.scoring.EventScorer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that score chunks before the stream thread comes to them. A stream thread that comes to a chunk which none of them has begun scores
 * it itself, and so it does with one that failed here: nothing waits for these threads but what they are at. Thread-safe.
 */
public final class ScoringAhead implements AutoCloseable {
    private final Supplier<EventScorer> scorers;
    private final @Nullable ExecutorService threads;

    /**
     * Starts the threads.
     *
     * @param scorers gives the calling thread's scorer
     * @param count how many; with 0 nothing is scored ahead
     */
    public ScoringAhead(Supplier<EventScorer> scorers, int count) {
        this.scorers = scorers;
        AtomicInteger number = new AtomicInteger();
        this.threads = count == 0
                ? null
                : Executors.newFixedThreadPool(count, task -> {
                    Thread thread = new Thread(task, "scoring-ahead-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Scores a chunk some time, unless its first event is processed before. Throws nothing. */
    void add(Chunk chunk) {
        if (threads == null) {
            return;
        }
        try {
            threads.execute(() -> chunk.scoreAhead(scorers));
        } catch (RejectedExecutionException e) {
            // Closed: who processes the chunk scores it.
        }
    }

    /**
     * Ends the threads.
     *
     * @return whether they ended in time; one that did not may be inside the engine
     */
    public boolean close(Duration timeout) {
        if (threads == null) {
            return true;
        }
        threads.shutdownNow();
        try {
            return threads.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
