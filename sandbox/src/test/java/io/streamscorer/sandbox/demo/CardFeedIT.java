package io.streamscorer.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.sandbox.broker.EmbeddedBroker;
import io.streamscorer.sandbox.process.ChildProcess;
import io.streamscorer.sandbox.registry.RegistryProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class CardFeedIT {
    private static final int PARTITIONS = 2;

    @TempDir
    private Path directory;

    @Test
    @Timeout(120)
    void shouldLeaveAsManyEventsOnTheTopicAsItSaysWhenToldToStop() throws Exception {
        // given
        Path ready = directory.resolve("ready");
        try (EmbeddedBroker broker =
                        EmbeddedBroker.start(Files.createDirectory(directory.resolve("broker")), 0, Map.of());
                RegistryProcess registry =
                        RegistryProcess.start(RegistryProcess.findDirectory(), 0, directory.resolve("registry.log"))) {
            broker.createTopic("cards", PARTITIONS, Map.of());
            try (ChildProcess feed = start(
                    "--bootstrap-servers", broker.bootstrapServers(),
                    "--registry", registry.url(),
                    "--topic", "cards",
                    "--rate", "500",
                    "--ready-file", ready.toString())) {
                awaitEvents(broker, 200, feed);

                // when
                OptionalInt status = feed.terminate(Duration.ofSeconds(30));

                // then
                assertThat(status).as(feed.logTail(30)).hasValue(0);
                assertThat(ready).exists();
                assertThat(feed.logTail(1)).isEqualToIgnoringNewLines("Stopped after " + count(broker) + " events.");
            }
        }
    }

    private ChildProcess start(String... arguments) {
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=sandbox-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                CardFeed.class.getName());
        return ChildProcess.start(
                Stream.concat(java, Stream.of(arguments)).toList(), Map.of(), directory, directory.resolve("feed.log"));
    }

    private static void awaitEvents(EmbeddedBroker broker, long events, ChildProcess feed) {
        while (count(broker) < events) {
            assertThat(feed.isAlive()).as(feed.logTail(30)).isTrue();
        }
    }

    private static long count(EmbeddedBroker broker) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer
                    .endOffsets(IntStream.range(0, PARTITIONS)
                            .mapToObj(partition -> new TopicPartition("cards", partition))
                            .toList())
                    .values()
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
