package io.streamscorer.integration;

import io.streamscorer.registry.WireFormat;
import io.streamscorer.schemas.Prediction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What batching in a processor looks like: it keeps records until it has enough and flushes what waited too long. Kafka Streams commits the offsets of
 * what it keeps, exactly-once or not. Here to be seen losing events by the same test that the scorer passes.
 */
public final class BufferingScorer {
    private static final int BATCH = 500;
    private static final Duration FLUSH = Duration.ofMillis(50);

    private BufferingScorer() {}

    /** Arguments: bootstrap servers, application id, input topic, output topic, state directory. */
    public static void main(String[] arguments) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                arguments[0],
                StreamsConfig.APPLICATION_ID_CONFIG,
                arguments[1],
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.STATE_DIR_CONFIG,
                arguments[4]));
        settings.putAll(CrashIT.CRASH_SETTINGS);
        StreamPartitioner<byte[], byte[]> samePartition =
                (topic, key, value, partitions) -> Optional.of(Set.of(BufferingProcessor.partitionOf(value)));
        Topology topology = new Topology()
                .addSource("events", new ByteArrayDeserializer(), new ByteArrayDeserializer(), arguments[2])
                .addProcessor("score", BufferingProcessor::new, "events")
                .addSink(
                        "predictions",
                        arguments[3],
                        new ByteArraySerializer(),
                        new ByteArraySerializer(),
                        samePartition,
                        "score");
        new KafkaStreams(topology, settings).start();
    }

    private static final class BufferingProcessor implements Processor<byte[], byte[], byte[], byte[]> {
        private final List<Record<byte[], byte[]>> buffer = new ArrayList<>();
        private @Nullable ProcessorContext<byte[], byte[]> context;

        @Override
        public void init(ProcessorContext<byte[], byte[]> processorContext) {
            context = processorContext;
            processorContext.schedule(FLUSH, PunctuationType.WALL_CLOCK_TIME, now -> flush(processorContext));
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            ProcessorContext<byte[], byte[]> current = context;
            if (current == null) {
                throw new IllegalStateException("not initialised");
            }
            buffer.add(record.withValue(prediction(current.recordMetadata().orElseThrow())));
            if (buffer.size() == BATCH) {
                flush(current);
            }
        }

        private void flush(ProcessorContext<byte[], byte[]> current) {
            buffer.forEach(current::forward);
            buffer.clear();
        }

        private static byte[] prediction(RecordMetadata source) {
            Prediction prediction = Prediction.newBuilder()
                    .setModelName("none")
                    .setModelVersion("0")
                    .setSourceTopic(source.topic())
                    .setSourcePartition(source.partition())
                    .setSourceOffset(source.offset())
                    .setSourceTimestamp(Instant.EPOCH)
                    .setSourceSchemaId(0)
                    .setScoredAt(Instant.EPOCH)
                    .build();
            try {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                // The schema id says the partition: nobody looks it up here.
                out.write(WireFormat.prefix(source.partition()));
                BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
                new SpecificDatumWriter<>(Prediction.class).write(prediction, encoder);
                encoder.flush();
                return out.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static int partitionOf(byte[] value) {
            return value[WireFormat.PREFIX_BYTES - 1];
        }
    }
}
