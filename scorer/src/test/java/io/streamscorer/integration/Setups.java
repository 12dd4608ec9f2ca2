package io.streamscorer.integration;

import io.streamscorer.sandbox.audit.AuditReport;
import io.streamscorer.sandbox.audit.TopicAudit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** Settings and model packages, good ones and such as people get wrong. */
final class Setups {
    private Setups() {}

    static Map<String, String> good(Backbone backbone, String input) {
        return new TreeMap<>(Map.of(
                "bootstrap.servers",
                backbone.bootstrapServers(),
                "schema.registry.url",
                backbone.registryUrl(),
                "application.id",
                "scorer-" + input,
                "input.topic",
                input,
                "output.topic",
                input + "-out",
                "dead.letter.topic",
                input + "-dead",
                "model.path",
                Examinations.MODEL.toString(),
                "output.fields",
                "id"));
    }

    /** Creates the three topics of such settings. */
    static void createTopics(Backbone backbone, String input, int partitions) {
        for (String topic : List.of(input, input + "-out", input + "-dead")) {
            backbone.createTopic(topic, partitions, Map.of());
        }
    }

    static void deleteTopic(Backbone backbone, String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers()))) {
            admin.deleteTopics(List.of(name)).all().get();
            Await.until(
                    "the broker has forgotten the topic",
                    Duration.ofSeconds(10),
                    () -> !admin.listTopics().names().get().contains(name));
        }
    }

    /** Waits until the scorer of such settings has committed so many events in all. */
    static void awaitCommitted(Backbone backbone, String input, long events) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers()))) {
            Await.until(
                    events + " events are committed",
                    Duration.ofSeconds(30),
                    () ->
                            admin
                                            .listConsumerGroupOffsets("scorer-" + input)
                                            .partitionsToOffsetAndMetadata()
                                            .get()
                                            .values()
                                            .stream()
                                            .filter(Objects::nonNull)
                                            .mapToLong(OffsetAndMetadata::offset)
                                            .sum()
                                    == events);
        }
    }

    /** What the topics of such settings say was answered. */
    static AuditReport audit(Backbone backbone, String input) {
        return new TopicAudit(backbone.bootstrapServers()).run(input, input + "-out", input + "-dead");
    }

    /** The settings with some changed: key, value, key, value. */
    static Map<String, String> with(Map<String, String> settings, String... changes) {
        Map<String, String> changed = new TreeMap<>(settings);
        for (int i = 0; i < changes.length; i += 2) {
            changed.put(changes[i], changes[i + 1]);
        }
        return changed;
    }

    /** The settings with those of the second map, which win. */
    static Map<String, String> with(Map<String, String> settings, Map<String, String> changes) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.putAll(changes);
        return changed;
    }

    /** The settings without some keys. */
    static Map<String, String> without(Map<String, String> settings, String... keys) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.keySet().removeAll(List.of(keys));
        return changed;
    }

    /** The sample model's package in the folder, its description changed. */
    static Path modelPackage(Path folder, UnaryOperator<String> change) {
        try {
            Path copy = Files.createTempDirectory(folder, "model-");
            Files.copy(Examinations.MODEL.resolve("model.onnx"), copy.resolve("model.onnx"));
            String description = Files.readString(Examinations.MODEL.resolve("model.yaml"));
            String changed = change.apply(description);
            if (changed.equals(description)) {
                throw new IllegalStateException("The change changes nothing");
            }
            Files.writeString(copy.resolve("model.yaml"), changed);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
