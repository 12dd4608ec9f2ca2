package io.streamscorer.topology;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.errors.TaskMigratedException;

/**
 * Kafka's producer, which says that it is fenced where it could not write what it was given: Kafka Streams then gives all partitions of the
 * thread up, commits nothing, and begins anew after the last commit. Thread-safe, as Kafka's.
 *
 * <p><b>Answers that the brokers did not take</b> within {@code delivery.timeout.ms}. Of these Kafka Streams 4.3 makes an error of the one task
 * whose answer was the first to be given up. The tasks of a thread share a producer, and those whose answers were given up with it would
 * commit the events of lost answers. Under exactly-once the transaction prevents that, but the process would end.
 *
 * <p><b>Transactions that the brokers had ended</b> before their commit came, as they do after {@code transaction.timeout.ms}. To a commit of the
 * old epoch they mostly answer that the producer is fenced. With transactions of version 2 (KIP-890) they take the old epoch for the repetition
 * of a request and answer with {@link InvalidTxnStateException}, of which the stream thread would die.
 *
 * <p>It also spares the stream thread most questions for a topic's partitions, see {@link KnownPartitions}.
 */
final class FencingProducer extends KafkaProducer<byte[], byte[]> {
    private final boolean transactional;
    private final Stopping stopping;
    private final LostAnswers lost;
    private final KnownPartitions known = new KnownPartitions(super::partitionsFor);

    /** A producer of a stream thread. */
    FencingProducer(Map<String, Object> config, Stopping stopping) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.transactional = config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) != null;
        this.stopping = stopping;
        this.lost = new LostAnswers(transactional);
    }

    /** As Kafka's, but that it may be as old as the last commit, or a thousand sends. For the thread that sends. */
    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return known.of(topic);
    }

    /** Sends with the callback that Kafka Streams gives each of its records. */
    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        try {
            return super.send(
                    record, (metadata, error) -> callback.onCompletion(metadata, error == null ? null : ofSend(error)));
        } catch (KafkaException e) {
            known.doubt();
            throw lost.ofSend(e);
        }
    }

    /**
     * Waits until all is written or given up.
     *
     * @throws TaskMigratedException at the end, if an answer was ever given up. Kafka Streams then commits nothing of the task that asks. Of a
     *     loss itself it tells one task alone, does not mind at the end, and would commit the others. Answers that were given up long ago, and
     *     written since, count as well: what is then answered twice is less than a commit interval
     */
    @Override
    public void flush() {
        known.doubt();
        super.flush();
        if (!transactional && lost.any() && stopping.begun()) {
            stopping.listener().uncommitted();
            throw new TaskMigratedException("The brokers did not take an answer");
        }
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        stopping.committing(() -> lost.during(() -> super.sendOffsetsToTransaction(offsets, groupMetadata)));
    }

    @Override
    public void commitTransaction() {
        stopping.committing(() -> lost.duringCommit(super::commitTransaction));
    }

    /** Kafka Streams aborts before it begins anew; the producer repeats its last error then. */
    @Override
    public void abortTransaction() {
        lost.during(super::abortTransaction);
    }

    private Exception ofSend(Exception error) {
        known.doubt();
        return lost.ofAnswer(error);
    }
}
