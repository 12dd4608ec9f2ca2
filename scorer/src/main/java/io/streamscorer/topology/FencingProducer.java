package io.streamscorer.topology;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

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
    private final LostAnswers lost = new LostAnswers();
    private final KnownPartitions known = new KnownPartitions(super::partitionsFor);

    FencingProducer(Map<String, Object> config) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** As Kafka's, but that it may be a thousand sends old. For the thread that sends. */
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

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        lost.during(() -> super.sendOffsetsToTransaction(offsets, groupMetadata));
    }

    @Override
    public void commitTransaction() {
        lost.during(super::commitTransaction);
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
