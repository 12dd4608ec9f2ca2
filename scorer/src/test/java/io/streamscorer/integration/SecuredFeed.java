package io.streamscorer.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.sandbox.audit.AuditReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Topics of a {@link SecureBackbone} with events on them, sent and counted by someone who may do everything. */
final class SecuredFeed {
    private static final int PARTITIONS = 2;
    /** One event in so many is no Avro. */
    private static final int BROKEN = 50;

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final SecureBackbone backbone;
    private final String input;
    private final int schemaId;
    private int sent;

    SecuredFeed(SecureBackbone backbone, String input) {
        this.backbone = backbone;
        this.input = input;
        Setups.createTopics(backbone, input, PARTITIONS);
        this.schemaId = Events.register(backbone, input + "-value", Examinations.schema());
    }

    String input() {
        return input;
    }

    /** The settings for these topics, changed by those that come later. */
    @SafeVarargs
    final Map<String, String> settings(Map<String, String>... more) {
        Map<String, String> settings = new TreeMap<>(Setups.good(backbone, input));
        for (Map<String, String> each : more) {
            settings.putAll(each);
        }
        settings.put("num.stream.threads", "1");
        return settings;
    }

    /** Writes settings for a command in this process. */
    Path file(String name, Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.putIfAbsent("http.host", "127.0.0.1");
        properties.putIfAbsent("http.port", "0");
        properties.putIfAbsent(
                "state.dir", backbone.folder().resolve("state-" + name).toString());
        Path file = backbone.folder().resolve(name + ".properties");
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends events, of which 2 % cannot be scored. */
    void send(int count) {
        Schema schema = Examinations.schema();
        List<Examinations.Row> rows = Examinations.rows();
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            for (int i = 0; i < count; i++, sent++) {
                byte[] value = sent % BROKEN == BROKEN - 1
                        ? "no Avro".getBytes(UTF_8)
                        : Events.framed(schemaId, Examinations.event(schema, "e" + sent, rows.get(sent % rows.size())));
                Events.send(producer, new ProducerRecord<>(input, sent % PARTITIONS, null, value));
            }
        }
    }

    /** How many events were sent. */
    int sent() {
        return sent;
    }

    /** How many of them cannot be scored. */
    int broken() {
        return sent / BROKEN;
    }

    /** Waits until as many answers are there as events. */
    void awaitAnswers() {
        Answers.await(backbone, List.of(input + "-out", input + "-dead"), sent, LIMIT);
    }

    AuditReport audit() {
        return Setups.audit(backbone, input);
    }
}
