package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.sandbox.audit.AuditReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of events when the model fails on them, one after the other, or its files are gone. */
class ModelFaultsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PARTITIONS = 2;
    /** Rows of its table, which the slow model looks up; it fails on others, some milliseconds later. */
    private static final int TABLE = 3;

    private static final int GOOD = 1_000;
    /** More than a batch has. */
    private static final int BAD = 600;

    private static final Schema LOOK_UP = SchemaBuilder.record("LookUp")
            .namespace("io.streamscorer.sample")
            .fields()
            .requiredLong("a")
            .endRecord();

    private static Backbone backbone;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        backbone = EmbeddedBackbone.start();
    }

    @AfterAll
    static void stop() {
        backbone.close();
    }

    @Test
    void shouldBuryEveryEventThatTheModelFailsOnThoughThatOutlastsTheTransactionsTime() throws Exception {
        // given: so slow a model that finding the bad rows of one batch takes longer than a transaction may
        String input = "look-ups";
        Setups.createTopics(backbone, input, PARTITIONS);
        int schemaId = Events.register(backbone, input + "-value", LOOK_UP);
        Map<String, String> settings = Setups.with(
                Setups.without(Setups.good(backbone, input), "output.fields"),
                "model.path",
                slowModel().toString(),
                "num.stream.threads",
                "1",
                "commit.interval.ms",
                "500",
                "producer.transaction.timeout.ms",
                "2000");
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            send(producer, input, schemaId, GOOD, 0);
            send(producer, input, schemaId, BAD, TABLE);
            send(producer, input, schemaId, GOOD, 0);
        }

        // when
        AuditReport audit;
        long start = System.nanoTime();
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, input, settings).awaitReady()) {
            audit = Settling.await(backbone, input);
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
        }

        // then
        System.out.printf(
                Locale.ROOT,
                "%d events that the model fails on among %d good ones: %.1f s%n",
                BAD,
                2 * GOOD,
                (System.nanoTime() - start) * 1e-9);
        assertThat(audit.clean()).as(audit.text()).isTrue();
        assertThat(audit.predictions()).isEqualTo(2 * GOOD);
        assertThat(audit.deadLettersByCategory()).containsExactly(Map.entry("model-rejected", (long) BAD));
    }

    @Test
    void shouldScoreOnThoughTheModelsFilesAreGoneAndRefuseToStartWithoutThem() throws Exception {
        // given
        String input = "vanishing";
        Setups.createTopics(backbone, input, PARTITIONS);
        Path model = Setups.modelPackage(folder, text -> text.replace("version: \"1\"", "version: \"vanishing\""));
        Map<String, String> settings = Setups.with(Setups.good(backbone, input), "model.path", model.toString());
        int schemaId = Events.register(backbone, input + "-value", Examinations.schema());
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, input, settings).awaitReady()) {
            send(input, schemaId, GOOD);
            Answers.await(backbone, List.of(input + "-out"), GOOD, LIMIT);

            // when
            delete(model);
            send(input, schemaId, GOOD);

            // then
            Answers.await(backbone, List.of(input + "-out"), 2 * GOOD, LIMIT);
            assertThat(scorer.status("/health/ready")).isEqualTo(200);
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
        }
        AuditReport audit = Setups.audit(backbone, input);
        assertThat(audit.clean()).as(audit.text()).isTrue();
        assertThat(audit.predictions()).isEqualTo(2 * GOOD);

        // when: it starts without them
        ScorerInstance.Finished refused = ScorerInstance.run(folder, input + "-again", "run", settings);

        // then
        assertThat(refused.exitStatus()).isEqualTo(1);
        assertThat(refused.output()).contains("model.path").contains(model.toString());
    }

    private Path slowModel() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("slow"));
        Files.copy(Path.of("src/test/resources/models/small/looks-up-slowly.onnx"), directory.resolve("model.onnx"));
        Files.writeString(
                directory.resolve("model.yaml"), "name: slow\nversion: \"1\"\ninputs: [{tensor: x, features: [a]}]\n");
        return directory;
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, String input, int schemaId, int count, int firstRow) {
        for (int i = 0; i < count; i++) {
            GenericRecord event = new GenericData.Record(LOOK_UP);
            event.put("a", (long) firstRow + i % TABLE);
            Events.send(producer, new ProducerRecord<>(input, i % PARTITIONS, null, Events.framed(schemaId, event)));
        }
    }

    private static void send(String input, int schemaId, int count) {
        Schema schema = Examinations.schema();
        List<Examinations.Row> rows = Examinations.rows();
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            for (int i = 0; i < count; i++) {
                byte[] value = Events.framed(schemaId, Examinations.event(schema, "e" + i, rows.get(i % rows.size())));
                Events.send(producer, new ProducerRecord<>(input, i % PARTITIONS, null, value));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        for (String file : List.of("model.onnx", "model.yaml")) {
            Files.delete(directory.resolve(file));
        }
        Files.delete(directory);
    }
}
