package io.streamscorer.sandbox.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerTest {
    @Test
    void shouldServeWhatWasCommittedBeforeARestart() throws Exception {
        // given
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            String address = broker.bootstrapServers();
            broker.createTopic("events", 1, Map.of("retention.ms", "3600000"));
            produce(broker, "events", "committed", true);
            produce(broker, "events", "aborted", false);

            // when
            broker.stop();
            boolean stopped = !broker.isRunning();
            broker.restart();
            produce(broker, "events", "after", true);

            // then
            assertThat(stopped).isTrue();
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(readCommitted(broker, "events", 2)).containsExactly("committed", "after");
        }
    }

    @Test
    void shouldDeleteItsTemporaryFiles() {
        // given
        EmbeddedBroker broker = EmbeddedBroker.start();
        boolean existed = broker.logDirectory().toFile().exists();

        // when
        broker.close();

        // then
        assertThat(existed).isTrue();
        assertThat(broker.logDirectory()).doesNotExist();
    }

    @Test
    void shouldKeepAGivenDirectoryAndApplyOverrides(@TempDir Path directory) throws Exception {
        // given
        Map<String, String> overrides = Map.of("num.partitions", "7", "auto.create.topics.enable", "true");

        // when
        List<Integer> partitions = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0, overrides)) {
            produce(broker, "created-by-a-producer", "value", true);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.describeTopics(List.of("created-by-a-producer"))
                        .allTopicNames()
                        .get()
                        .values()
                        .forEach(topic -> partitions.add(topic.partitions().size()));
            }
        }

        // then
        assertThat(partitions).containsExactly(7);
        assertThat(directory.resolve("meta.properties")).exists();
    }

    @Test
    void shouldRefuseATopicThatExists() {
        // given
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopic("events", 1, Map.of());

            // when, then
            assertThatThrownBy(() -> broker.createTopic("events", 1, Map.of()))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining("events");
        }
    }

    private static void produce(EmbeddedBroker broker, String topic, String value, boolean commit) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "test"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)))
                    .get();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static List<String> readCommitted(EmbeddedBroker broker, String topic, int expected) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            IntStream.range(0, 50)
                    .takeWhile(poll -> values.size() < expected)
                    .forEach(poll -> consumer.poll(Duration.ofMillis(200))
                            .forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8))));
        }
        return values;
    }
}
