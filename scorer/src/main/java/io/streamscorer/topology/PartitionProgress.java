package io.streamscorer.topology;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How far one partition's stream thread has come. Written by that thread alone, once a poll and once a run of events, with opaque stores, which cost
 * what plain ones do; read by any thread, which may see a state that is between two runs.
 */
final class PartitionProgress {
    private static final long UNKNOWN = -1;

    private final int partition;
    private final AtomicLong polled = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    /** The offset of the first event that is not answered; has a meaning only while one waits. */
    private final AtomicLong unanswered = new AtomicLong(UNKNOWN);

    private final AtomicLong position = new AtomicLong(UNKNOWN);

    /** Nothing was polled yet. */
    PartitionProgress(int partition) {
        this.partition = partition;
    }

    int partition() {
        return partition;
    }

    /**
     * Events were polled.
     *
     * @param first the first of them
     * @param count how many
     */
    void polled(ConsumerRecord<?, ?> first, int count) {
        long before = Math.max(answered.getPlain(), polled.getPlain());
        if (answered.getPlain() == before) {
            unanswered.setOpaque(first.offset());
        }
        polled.setOpaque(before + count);
    }

    /** The consumer stands before this offset: it has passed over markers and aborted transactions up to there. */
    void position(long offset) {
        position.setOpaque(offset);
    }

    /**
     * Events were answered.
     *
     * @param count how many
     * @param last the offset of the last of them
     */
    void answered(int count, long last) {
        unanswered.setOpaque(last + 1);
        answered.setOpaque(answered.getPlain() + count);
    }

    /** How many events were polled and not answered yet. */
    long waiting() {
        return Math.max(0, polled.getOpaque() - answered.getOpaque());
    }

    /**
     * The offset of the next event to answer: of one that was polled, else the consumer's position; -1 before the first poll.
     */
    long next() {
        return waiting() > 0 ? unanswered.getOpaque() : position.getOpaque();
    }
}
