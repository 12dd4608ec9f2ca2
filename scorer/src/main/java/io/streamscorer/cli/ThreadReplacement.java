package io.streamscorer.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InvalidTxnStateException;

/**
 * Decides whether another stream thread takes the place of one that died. It may when the thread came to commit a transaction that the
 * brokers had ended meanwhile: nothing of it counts, and its events are scored again. Thread-safe.
 */
final class ThreadReplacement {
    /*
     * A broker ends a transaction that takes longer than transaction.timeout.ms, as one does while the brokers are away. Brokers before 4.0
     * answer a later commit with an old producer's epoch, and Kafka Streams then leaves and joins anew by itself. Under version 2 of
     * transactions (KIP-890) the answer can be INVALID_TXN_STATE, which Kafka Streams 4.3 takes for an error that ends the thread. Bounded, since a
     * transaction that never fits into its time would have its events scored for ever.
     */
    private static final int TIMES_PER_THREAD = 3;

    private final int most;
    private final long withinNanos;
    private final LongSupplier nanoTime;
    private final Deque<Long> allowed = new ArrayDeque<>();

    /**
     * Takes the bound: each thread may be replaced {@value #TIMES_PER_THREAD} times within a time.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    ThreadReplacement(int threads, Duration within, LongSupplier nanoTime) {
        this.most = TIMES_PER_THREAD * threads;
        this.withinNanos = within.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Whether to go on with another thread after this error; if so, it is counted. */
    synchronized boolean allows(Throwable error) {
        if (!isEndedTransaction(error)) {
            return false;
        }
        long now = nanoTime.getAsLong();
        while (!allowed.isEmpty() && now - allowed.getFirst() > withinNanos) {
            allowed.removeFirst();
        }
        if (allowed.size() == most) {
            return false;
        }
        allowed.addLast(now);
        return true;
    }

    private static boolean isEndedTransaction(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidTxnStateException) {
                return true;
            }
        }
        return false;
    }
}
