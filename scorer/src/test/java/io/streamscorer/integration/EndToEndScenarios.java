package io.streamscorer.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamscorer.registry.WireFormat;
import io.streamscorer.sandbox.audit.AuditReport;
import io.streamscorer.schemas.Prediction;
import io.streamscorer.telemetry.BorrowedMeter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a user does with the program, from events on a topic to predictions on another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EndToEndScenarios {
    private static final int PARTITIONS = 4;
    private static final double FLOAT32_TOLERANCE = 1e-5;
    /** Old enough to be told from the time of scoring, and young enough to be kept by the broker. */
    private static final long FIRST_TIMESTAMP =
            System.currentTimeMillis() - Duration.ofHours(1).toMillis();

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Backbone backbone;

    abstract Backbone startBackbone();

    @BeforeAll
    void start() {
        backbone = startBackbone();
    }

    @AfterAll
    void stop() {
        if (backbone != null) {
            backbone.close();
        }
    }

    @Test
    void shouldPredictWhatTheTrainingLibraryPredictsForEventsOfSeveralSchemasAndFramings() throws Exception {
        // given
        String input = "examinations";
        backbone.createTopic(input, PARTITIONS, Map.of());
        Schema schema = Examinations.schema();
        Schema reordered = Examinations.reordered(schema);
        int reorderedId = Events.register(backbone, input + "-value", reordered);
        int schemaId = Events.register(backbone, input + "-value", schema);
        List<Examinations.Row> rows = Examinations.rows();
        int rounds = 20;
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            for (int i = 0; i < rows.size() * rounds; i++) {
                Examinations.Row row = rows.get(i % rows.size());
                boolean old = i % 3 == 0;
                byte[] value = Events.framed(
                        old ? reorderedId : schemaId, Examinations.event(old ? reordered : schema, "e" + i, row));
                Headers headers = new RecordHeaders().add("trace", ("t" + i).getBytes(UTF_8));
                if (i % 7 == 0) {
                    headers.add(WireFormat.VALUE_SCHEMA_ID_HEADER, Arrays.copyOf(value, WireFormat.PREFIX_BYTES));
                    value = Arrays.copyOfRange(value, WireFormat.PREFIX_BYTES, value.length);
                }
                byte[] key = i % 5 == 0 ? null : ("k" + i).getBytes(UTF_8);
                Events.send(
                        producer,
                        new ProducerRecord<>(input, i % PARTITIONS, FIRST_TIMESTAMP + i, key, value, headers));
            }
        }

        // when
        List<ConsumerRecord<byte[], byte[]>> predictions;
        try (ScorerInstance scorer = ScorerInstance.start(
                        folder, "predict", Setups.with(Setups.good(backbone, input), "num.stream.threads", "2"))
                .awaitReady()) {
            predictions = Answers.await(backbone, List.of(input + "-out"), (long) rows.size() * rounds, LIMIT)
                    .get(input + "-out");
            assertThat(scorer.status("/health/live")).isEqualTo(200);
            assertThat(scorer.body("/metrics"))
                    .contains("scorer_predictions_made_total{application_id=\"scorer-" + input + "\"} "
                            + rows.size() * rounds + ".0")
                    .contains("scorer_prediction_score_count{application_id=\"scorer-" + input + "\"} "
                            + rows.size() * rounds)
                    .contains(Arrays.stream(BorrowedMeter.values())
                            .map(BorrowedMeter::prometheusName)
                            .toList());
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
        }

        // then
        double largest = 0;
        for (ConsumerRecord<byte[], byte[]> record : predictions) {
            Prediction prediction = Answers.prediction(record.value());
            int i = (int) (record.timestamp() - FIRST_TIMESTAMP);
            Examinations.Row row = rows.get(i % rows.size());
            Map<String, Double> probabilities = Objects.requireNonNull(prediction.getProbabilities());
            assertThat(probabilities.get("malignant")).isCloseTo(row.malignant(), within(FLOAT32_TOLERANCE));
            assertThat(probabilities.get("benign")).isCloseTo(row.benign(), within(FLOAT32_TOLERANCE));
            assertThat(prediction.getLabel()).isEqualTo(row.label());
            assertThat(prediction.getScore()).isEqualTo(probabilities.get("malignant"));
            assertThat(prediction.getFields()).isEqualTo(Map.of("id", "e" + i));
            assertThat(prediction.getSourceSchemaId()).isEqualTo(i % 3 == 0 ? reorderedId : schemaId);
            assertThat(record.key()).isEqualTo(i % 5 == 0 ? null : ("k" + i).getBytes(UTF_8));
            assertThat(headers(record)).isEqualTo(Map.of("trace", "t" + i));
            largest = Math.max(largest, Math.abs(probabilities.get("malignant") - row.malignant()));
        }
        System.out.println("Largest difference from scikit-learn's probabilities: " + largest);
        AuditReport audit = Setups.audit(backbone, input);
        assertThat(audit.clean()).as(audit.text()).isTrue();
        assertThat(audit.events()).isEqualTo((long) rows.size() * rounds);
        assertThat(audit.deadLetters()).isZero();
    }

    @Test
    void shouldBuryBadEventsUnchangedWithTheReason() throws Exception {
        // given
        String input = "bad-examinations";
        backbone.createTopic(input, PARTITIONS, Map.of());
        Schema schema = Examinations.schema();
        int schemaId = Events.register(backbone, input + "-value", schema);
        byte[] good = Events.framed(
                schemaId, Examinations.event(schema, "good", Examinations.rows().get(0)));
        Map<String, byte[]> bad = new HashMap<>();
        bad.put("bad-framing", "plain text".getBytes(UTF_8));
        bad.put(
                "unknown-schema",
                Events.framed(
                        1_000_000,
                        Examinations.event(schema, "x", Examinations.rows().get(0))));
        bad.put("malformed-avro", Arrays.copyOf(good, good.length - 3));
        bad.put("empty-value", null);
        byte[] guid = new byte[17];
        guid[0] = 1;
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            for (Map.Entry<String, byte[]> entry : bad.entrySet()) {
                Events.send(
                        producer, new ProducerRecord<>(input, 1, entry.getKey().getBytes(UTF_8), good));
                Events.send(
                        producer, new ProducerRecord<>(input, 1, entry.getKey().getBytes(UTF_8), entry.getValue()));
            }
            Events.send(
                    producer,
                    new ProducerRecord<>(
                            input,
                            1,
                            "unsupported-framing".getBytes(UTF_8),
                            good,
                            new RecordHeaders().add(WireFormat.VALUE_SCHEMA_ID_HEADER, guid)));
        }
        bad.put("unsupported-framing", good);

        // when
        List<ConsumerRecord<byte[], byte[]>> deadLetters;
        try (ScorerInstance scorer = ScorerInstance.start(
                        folder, "bury", Setups.with(Setups.good(backbone, input), "num.stream.threads", "2"))
                .awaitReady()) {
            deadLetters = Answers.await(backbone, List.of(input + "-dead", input + "-out"), bad.size() * 2L - 1, LIMIT)
                    .get(input + "-dead");
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
        }

        // then
        assertThat(deadLetters).hasSize(bad.size());
        for (ConsumerRecord<byte[], byte[]> letter : deadLetters) {
            Map<String, String> headers = headers(letter);
            String expected = new String(letter.key(), UTF_8);
            assertThat(headers).containsEntry("scorer.failure.category", expected);
            assertThat(headers).containsEntry("scorer.source.topic", input);
            assertThat(headers).containsEntry("scorer.source.partition", "1");
            assertThat(headers).containsEntry("scorer.model", "breast-cancer:1");
            assertThat(headers.get("scorer.failure.message")).isNotBlank();
            assertThat(letter.value()).isEqualTo(bad.get(expected));
            assertThat(letter.partition()).isEqualTo(1);
        }
        AuditReport audit = Setups.audit(backbone, input);
        assertThat(audit.clean()).as(audit.text()).isTrue();
    }

    @Test
    void shouldNeverPredictFromAConstantWhenAProducerRenamesAMappedField() throws Exception {
        // given
        String input = "renamed-examinations";
        backbone.createTopic(input, PARTITIONS, Map.of());
        Schema renamed = Examinations.renamed(Examinations.schema(), "worst_area", "area_worst");
        Schema schema = Examinations.schema();
        int renamedId = Events.register(backbone, input + "-value", renamed);
        int schemaId = Events.register(backbone, input + "-value", schema);
        int count = 200;
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            for (int i = 0; i < count; i++) {
                boolean before = i < count / 2;
                Events.send(
                        producer,
                        new ProducerRecord<>(
                                input,
                                Events.framed(
                                        before ? schemaId : renamedId,
                                        Examinations.event(
                                                before ? schema : renamed,
                                                "e" + i,
                                                Examinations.rows().get(i)))));
            }
        }

        // when
        Map<String, List<ConsumerRecord<byte[], byte[]>>> answers;
        try (ScorerInstance scorer = ScorerInstance.start(
                        folder, "rename", Setups.with(Setups.good(backbone, input), "num.stream.threads", "2"))
                .awaitReady()) {
            answers = Answers.await(backbone, List.of(input + "-out", input + "-dead"), count, LIMIT);
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
        }

        // then
        assertThat(answers.get(input + "-out")).hasSize(count / 2);
        assertThat(answers.get(input + "-dead")).hasSize(count / 2).allSatisfy(letter -> {
            assertThat(headers(letter)).containsEntry("scorer.failure.category", "schema-mismatch");
            assertThat(headers(letter).get("scorer.failure.message")).contains("worst_area");
        });
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        return headers;
    }
}
