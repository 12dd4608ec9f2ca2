package io.streamscorer.integration;

import io.streamscorer.registry.WireFormat;
import io.streamscorer.schemas.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics as a user would who must not see what was rolled back. */
final class Answers {
    private Answers() {}

    /** Waits until so many committed records are on the topics together, and returns those of each topic. */
    static Map<String, List<ConsumerRecord<byte[], byte[]>>> await(
            Backbone backbone, List<String> topics, long count, Duration limit) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> found = new HashMap<>();
        topics.forEach(topic -> found.put(topic, new ArrayList<>()));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(backbone)) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> partitions(consumer, topic).stream())
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Await.until(count + " records on " + topics, limit, () -> {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> found.get(record.topic()).add(record));
                return found.values().stream().mapToLong(List::size).sum() >= count;
            });
        } catch (UnknownTopicOrPartitionException e) {
            throw new AssertionError("No such topic among " + topics, e);
        }
        return found;
    }

    /** The sum of the partitions' last stable offsets: records and transaction markers that a committed reader has before it. */
    static long endOffsets(Backbone backbone, String topic) {
        return endOffsetsByPartition(backbone, topic).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Each partition's last stable offset. */
    static Map<TopicPartition, Long> endOffsetsByPartition(Backbone backbone, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(backbone)) {
            return consumer.endOffsets(partitions(consumer, topic));
        }
    }

    /** The partitions of a topic. */
    static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** What a record of the output topic holds. */
    static Prediction prediction(byte[] value) {
        try {
            return new SpecificDatumReader<>(Prediction.class)
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            value,
                                            WireFormat.PREFIX_BYTES,
                                            value.length - WireFormat.PREFIX_BYTES,
                                            null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KafkaConsumer<byte[], byte[]> consumer(Backbone backbone) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        backbone.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
