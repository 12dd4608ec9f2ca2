package io.streamscorer.topology;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The consumer's hook that sees a whole poll: it forms the batches, and runs of events for Kafka Streams to take as one record each. It decodes
 * and scores nothing, since Kafka swallows what an interceptor throws. Kafka creates one for each consumer by reflection; it is used by that consumer's thread.
 */
public final class PollGroupingInterceptor implements ConsumerInterceptor<byte[], byte[]> {
    private @Nullable PollGrouping grouping;

    @Override
    public void configure(Map<String, ?> settings) {
        if (!(settings.get(PollGrouping.SETTING) instanceof PollGrouping found)) {
            throw new ConfigException(PollGroupingInterceptor.class.getSimpleName() + " needs the setting "
                    + PollGrouping.SETTING + "; it is set by the program and not by users");
        }
        grouping = found;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        PollGrouping configured = grouping;
        return configured == null ? records : configured.group(records);
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Kafka Streams owns the offsets.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
