package io.streamscorer.topology;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's producer, which says of a transaction that the brokers had ended before its commit came that it is fenced. Thread-safe, as
 * Kafka's.
 *
 * <p>Brokers abort a transaction that takes longer than {@code transaction.timeout.ms}, as when the network stands still, and give the
 * producer a new epoch. To a commit of the old epoch they mostly answer that the producer is fenced; Kafka Streams then gives its partitions
 * up and begins anew with what it had not committed. With transactions of version 2 (KIP-890) brokers take the old epoch for the repetition
 * of a request and answer with {@link InvalidTxnStateException}, of which the stream thread would die. Its replacement would be another
 * member of the group, and its partitions would wait until the session of the dead one times out. Nothing of such a transaction counts in
 * either case.
 */
final class FencingProducer extends KafkaProducer<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(FencingProducer.class);

    FencingProducer(Map<String, Object> config) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        fenced(() -> super.sendOffsetsToTransaction(offsets, groupMetadata));
    }

    @Override
    public void commitTransaction() {
        fenced(super::commitTransaction);
    }

    /** Kafka Streams aborts before it begins anew; the producer repeats its last error then. */
    @Override
    public void abortTransaction() {
        fenced(super::abortTransaction);
    }

    /**
     * Does something of a transaction.
     *
     * @throws ProducerFencedException when the brokers had ended the transaction
     */
    static void fenced(Runnable step) {
        try {
            step.run();
        } catch (KafkaException e) {
            if (e instanceof InvalidTxnStateException) {
                LOG.warn("The brokers had ended a transaction before its commit came; it had taken longer than"
                        + " transaction.timeout.ms. Nothing of it counts; its events are scored again");
                throw fencedBecauseOf(e);
            }
            if (e.getCause() instanceof InvalidTxnStateException) {
                // The producer's last error, repeated.
                throw fencedBecauseOf(e);
            }
            throw e;
        }
    }

    private static ProducerFencedException fencedBecauseOf(KafkaException error) {
        ProducerFencedException fenced = new ProducerFencedException(error.getMessage());
        fenced.initCause(error);
        return fenced;
    }
}
