package io.streamscorer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.replay.CommittedRecords;
import io.streamscorer.replay.Letters;
import io.streamscorer.sandbox.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Dead letters on a broker that checks rights, and the command that puts them back, run in this process. */
final class ReplayBench implements AutoCloseable {
    /** A point in time that brokers keep events of. */
    static final long TIME = System.currentTimeMillis() - Duration.ofHours(1).toMillis();

    private final EmbeddedBroker broker = EmbeddedBroker.start(
            null,
            0,
            Map.of(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                    "allow.everyone.if.no.acl.found",
                    "true"));
    private final Path folder;
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private int runs;

    ReplayBench(Path folder) {
        this.folder = folder;
    }

    EmbeddedBroker broker() {
        return broker;
    }

    Admin admin() {
        return admin;
    }

    /** Creates the topics {@code name} and {@code name-dead}. */
    void createTopics(String name, int partitions) {
        broker.createTopic(name, partitions, Map.of());
        broker.createTopic(name + "-dead", partitions, Map.of());
    }

    /** The dead letter of an event whose key, value and header are its number; its timestamp is {@link #TIME} and its number. */
    static ProducerRecord<byte[], byte[]> letter(String name, FailureCategory category, int partition, int number) {
        byte[] text = Integer.toString(number).getBytes(UTF_8);
        Headers own = new RecordHeaders().add("a", text).add("b", null).add("a", text);
        return Letters.toSend(
                name + "-dead",
                category,
                name,
                partition,
                number,
                TIME + number,
                number % 3 == 0 ? null : text,
                text,
                own);
    }

    void bury(String name, FailureCategory category, int partition, int number) throws Exception {
        send(letter(name, category, partition, number));
    }

    void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        producer.send(record).get();
    }

    KafkaProducer<byte[], byte[]> transactionalProducer(String id) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Runs {@code scorer replay-dead-letters} with settings for the topics of this name. */
    CommandRun replay(String name, String... arguments) throws IOException {
        return replay(name, Map.of(), arguments);
    }

    CommandRun replay(String name, Map<String, String> settings, String... arguments) throws IOException {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "schema.registry.url",
                "http://localhost:1",
                "application.id",
                "scorer-" + name,
                "input.topic",
                name,
                "output.topic",
                name + "-out",
                "dead.letter.topic",
                name + "-dead",
                "model.path",
                folder.toString()));
        properties.putAll(settings);
        Path file = folder.resolve("replay-" + runs++ + ".properties");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        List<String> all = new ArrayList<>(List.of("replay-dead-letters", "-c", file.toString()));
        all.addAll(Arrays.asList(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    /** All committed records of a topic, partition by partition. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return CommittedRecords.of(consumer, topic);
        }
    }

    /** The numbers of the events on the input topic, partition by partition. */
    List<Integer> numbers(String name) {
        return records(name).stream()
                .map(record -> Integer.valueOf(new String(record.value(), UTF_8)))
                .toList();
    }

    /** Denies all users an operation and allows the others. */
    void deny(ResourceType type, String name, AclOperation operation) throws Exception {
        ResourcePattern resource = new ResourcePattern(type, name, PatternType.LITERAL);
        admin.createAcls(List.of(
                        new AclBinding(
                                resource, new AccessControlEntry("User:*", "*", operation, AclPermissionType.DENY)),
                        new AclBinding(
                                resource,
                                new AccessControlEntry("User:*", "*", AclOperation.ALL, AclPermissionType.ALLOW))))
                .all()
                .get();
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        broker.close();
    }
}
