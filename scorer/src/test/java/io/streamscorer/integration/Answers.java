package io.streamscorer.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
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
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(backbone)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
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
