package io.streamscorer.topology;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many events a run may have: {@value #MOST_EVENTS}, or one by one for a while after the model failed on so many and that took long. Thread-safe.
 *
 * <p>Kafka Streams can commit between runs and not within. Where the model fails on a chunk, each of its events may cost calls of the model of its
 * own, and brokers end a transaction that is not committed in time; what was not committed then comes again, one by one. What Kafka
 * Streams does for each record, which runs save, counts for nothing with such models.
 */
final class RunPace {
    /** The most events in a run; with so many, what Kafka Streams does for each record of its own counts for little. */
    static final int MOST_EVENTS = 32;
    /** How long so many events may take, well under the shortest transaction timeout that makes sense. */
    static final Duration LONG = Duration.ofMillis(250);
    /** How long it is remembered that they took longer: beyond a rebalance, after which this process may have the same events again. */
    static final Duration MEMORY = Duration.ofSeconds(60);

    private final LongSupplier nanoTime;
    private final AtomicLong lastLong;

    /**
     * Begins with whole runs.
     *
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    RunPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastLong = new AtomicLong(nanoTime.getAsLong() - MEMORY.toNanos());
    }

    /** The time by its clock. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** The most events that a run may have now. */
    int events() {
        return now() - lastLong.get() < MEMORY.toNanos() ? 1 : MOST_EVENTS;
    }

    /** Events, at most as many as a run has, took so long because the model failed on their chunks. */
    void took(long nanos) {
        if (nanos > LONG.toNanos()) {
            lastLong.set(now());
        }
    }
}
