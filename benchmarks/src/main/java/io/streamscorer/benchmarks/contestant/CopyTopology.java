package io.streamscorer.benchmarks.contestant;

import io.streamscorer.config.ScorerConfig;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The scorer's topology with the model left out: source, processor, two sinks, each record to its partition's number. The value is not
 * copied but replaced by one of the mean Prediction's size, always the same array.
 */
final class CopyTopology {
    private static final String SOURCE = "events";
    private static final String COPY = "copy";
    private static final String SINK = "predictions";
    private static final String DEAD_LETTERS = "dead-letters";

    private CopyTopology() {}

    /** A value and the partition that it goes to. */
    private record Copied(byte[] value, int partition) {}

    /**
     * Builds the topology.
     *
     * @param value what is written for each record
     */
    static Topology build(ScorerConfig config, byte[] value) {
        return new Topology()
                .addSource(SOURCE, new ByteArrayDeserializer(), new ByteArrayDeserializer(), config.inputTopic())
                .addProcessor(COPY, () -> new Copy(value), SOURCE)
                .addSink(
                        SINK,
                        config.outputTopic(),
                        new ByteArraySerializer(),
                        (topic, copied) -> copied.value(),
                        toPartition(),
                        COPY)
                .addSink(
                        DEAD_LETTERS,
                        config.deadLetterTopic(),
                        new ByteArraySerializer(),
                        (topic, copied) -> copied.value(),
                        toPartition(),
                        COPY);
    }

    private static StreamPartitioner<byte[], Copied> toPartition() {
        return (topic, key, copied, partitions) -> Optional.of(Set.of(copied.partition()));
    }

    private static final class Copy extends ContextualProcessor<byte[], byte[], byte[], Copied> {
        private final byte[] value;

        Copy(byte[] value) {
            this.value = value;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            int partition =
                    context().recordMetadata().map(RecordMetadata::partition).orElseThrow();
            context().forward(record.withValue(new Copied(value, partition)), SINK);
        }
    }
}
