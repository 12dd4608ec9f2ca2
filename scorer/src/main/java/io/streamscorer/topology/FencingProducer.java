package io.streamscorer.topology;

import io.streamscorer.failure.Lines;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(FencingProducer.class);
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong silentUntil = new AtomicLong(System.nanoTime());
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
            // The producer's last error, repeated before Kafka Streams came to know it. It looks at the cause.
            throw isLost(e.getCause()) ? new KafkaException(e.getMessage(), fencedBecauseOf(e)) : e;
        }
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

    private Exception ofSend(Exception error) {
        known.doubt();
        if (!isLost(error)) {
            return error;
        }
        long now = System.nanoTime();
        long until = silentUntil.get();
        if (now - until >= 0 && silentUntil.compareAndSet(until, now + SILENCE)) {
            LOG.warn(
                    "The brokers did not take an answer ({}). What was not committed is scored again", Lines.of(error));
        }
        return fencedBecauseOf(error);
    }

    /**
     * Does something of a transaction.
     *
     * @throws ProducerFencedException when the brokers had ended the transaction, or not taken all of it
     */
    static void fenced(Runnable step) {
        try {
            step.run();
        } catch (TimeoutException e) {
            // Of the step itself, which Kafka Streams knows what to do about.
            throw e;
        } catch (KafkaException e) {
            if (e instanceof InvalidTxnStateException) {
                LOG.warn("The brokers had ended a transaction before its commit came; it had taken longer than"
                        + " transaction.timeout.ms. Nothing of it counts; its events are scored again");
                throw fencedBecauseOf(e);
            }
            if (isLost(e.getCause())) {
                // The producer's last error, repeated.
                throw fencedBecauseOf(e);
            }
            throw e;
        }
    }

    /** Whether the error says that something was not written, and nothing against writing it anew. */
    private static boolean isLost(@Nullable Throwable error) {
        return error instanceof RetriableException || error instanceof InvalidTxnStateException;
    }

    private static ProducerFencedException fencedBecauseOf(Exception error) {
        ProducerFencedException fenced = new ProducerFencedException(error.getMessage());
        fenced.initCause(error);
        return fenced;
    }
}
