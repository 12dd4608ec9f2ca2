package io.streamscorer.topology;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer of a stream thread under the classic group protocol. For one thread, as Kafka's, from which it differs in how it ends:
 *
 * <p><b>It looks for the group's coordinator</b> where it is unknown, as right after brokers were away; Kafka's closes without leaving the group
 * then. A member that has gone without a word is waited for until its session times out: its partitions are scored by nobody, and a rebalance that
 * has begun ends for none of the other members, which then cannot stop either.
 *
 * <p><b>It pauses between two polls</b> once the stop was given: a stream thread polls on without a pause then, for as long as a rebalance is in
 * progress.
 */
final class LeavingConsumer extends KafkaConsumer<byte[], byte[]> {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration SEARCH = Duration.ofSeconds(3);

    private final Stopping stopping;

    /** A consumer of a stream thread. */
    LeavingConsumer(Map<String, Object> config, Stopping stopping) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.stopping = stopping;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return super.poll(stopping.begun() && timeout.compareTo(PAUSE) < 0 ? PAUSE : timeout);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        stopping.committing(() -> super.commitSync(offsets));
    }

    @Override
    public void close(CloseOptions options) {
        subscription().stream().findAny().ifPresent(this::findCoordinator);
        super.close(options);
    }

    /** Asks something that only the coordinator answers. */
    private void findCoordinator(String topic) {
        try {
            committed(Set.of(new TopicPartition(topic, 0)), SEARCH);
        } catch (KafkaException e) {
            stopping.listener().notLeft();
        }
    }
}
