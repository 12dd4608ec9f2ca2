package io.streamscorer.replay;

import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.failure.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Reads one partition after the other, each from an offset up to before another. Not thread-safe. */
final class PartitionReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** Takes what one poll brought. */
    interface Batch {
        /**
         * Takes the records.
         *
         * @param records in their order; may be empty
         * @param position the offset up to before which the partition is read
         * @return whether to read on
         */
        boolean take(List<ConsumerRecord<byte[], byte[]>> records, long position);
    }

    private final Consumer<byte[], byte[]> consumer;
    private final Duration patience;
    private final StopSignal stop;
    private final LongSupplier nanos;

    /**
     * Takes a consumer, which it closes.
     *
     * @param consumer belongs to no group and sees committed records only
     * @param patience how long reading may stand still
     * @param stop ends reading between two polls
     * @param nanos a clock in nanoseconds
     */
    PartitionReader(Consumer<byte[], byte[]> consumer, Duration patience, StopSignal stop, LongSupplier nanos) {
        this.consumer = consumer;
        this.patience = patience;
        this.stop = stop;
        this.nanos = nanos;
    }

    /**
     * Reads a partition.
     *
     * @param from the first offset
     * @param to the offset to end before, however far the partition reaches by then
     * @return whether it was read to that end
     * @throws UnavailableException if the brokers fall silent
     */
    boolean read(TopicPartition partition, long from, long to, Batch batch) {
        long position = from;
        long moved = nanos.getAsLong();
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        while (position < to) {
            if (stop.isGiven()) {
                return false;
            }
            List<ConsumerRecord<byte[], byte[]>> records;
            long before = position;
            try {
                records = consumer.poll(POLL).records(partition);
                position = consumer.position(partition, patience);
            } catch (TopicAuthorizationException e) {
                throw new SetupException(ReplayTopics.noRight("read", partition.topic(), "Read"), e);
            } catch (KafkaException e) {
                throw new UnavailableException(
                        "Partition " + partition + " could not be read after offset " + before + ": " + Lines.of(e), e);
            }
            long now = nanos.getAsLong();
            if (position != before) {
                moved = now;
            } else if (now - moved > patience.toNanos()) {
                throw new UnavailableException(
                        "Partition " + partition + " could not be read after offset " + before + ": no broker has"
                                + " answered for " + patience.toSeconds() + " s",
                        null);
            }
            List<ConsumerRecord<byte[], byte[]>> wanted =
                    records.stream().filter(record -> record.offset() < to).toList();
            if (!batch.take(wanted, Math.min(position, to))) {
                return false;
            }
            // What is done with the records may take minutes, of which the brokers are not to blame for one.
            moved += nanos.getAsLong() - now;
        }
        return true;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSING));
    }
}
