package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.streamscorer.integration.ScorerCommand.Finished;
import io.streamscorer.sandbox.cards.CardSimulator;
import io.streamscorer.schemas.CardTransaction;
import io.streamscorer.schemas.Prediction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code scorer score} and {@code scorer describe} as a user meets them, from the distribution folder and without Kafka. */
class ScoreCommandIT {
    private static final double TOLERANCE = 1e-6;
    private static final int CARD_EVENTS = 1_000;
    private static final int MANY = 200_000;
    private static final Path CARD_MODEL =
            Path.of("../sandbox/model/card-fraud").toAbsolutePath().normalize();
    private static final Path CARD_SCHEMA = Path.of("../schemas/src/main/avro/CardTransaction.avsc")
            .toAbsolutePath()
            .normalize();

    /** Kept, so that what was written can be read. */
    private final Path folder = Path.of("target/score-command").toAbsolutePath();

    @BeforeEach
    void empty() throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void shouldGiveScikitLearnsProbabilitiesForContainerFilesAndLines() throws Exception {
        // given
        List<Examinations.Row> rows = Examinations.rows();
        Path container = folder.resolve("examinations.avro");
        Path lines = folder.resolve("examinations.jsonl");
        Schema schema = Examinations.schema();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema));
                BufferedWriter text = Files.newBufferedWriter(lines)) {
            writer.setCodec(CodecFactory.deflateCodec(6));
            writer.create(schema, container.toFile());
            for (int i = 0; i < rows.size(); i++) {
                GenericRecord event = Examinations.event(schema, "e" + i, rows.get(i));
                writer.append(event);
                text.write(event + "\n");
            }
        }

        for (Path input : List.of(container, lines)) {
            Path output = folder.resolve("predictions-of-" + input.getFileName() + ".avro");

            // when
            Finished score = scorer(
                    "score",
                    Examinations.MODEL,
                    "--input",
                    input,
                    "--output",
                    output,
                    "--fields",
                    "id",
                    "--batch",
                    "64");

            // then
            assertThat(score.exitStatus()).as(score.errors()).isZero();
            assertThat(score.errors()).isEmpty();
            assertThat(score.output()).contains("events", Integer.toString(rows.size()), output.toString());
            List<Prediction> predictions = ScorerCommand.predictions(output);
            assertThat(predictions).hasSameSizeAs(rows);
            double largest = 0;
            for (int i = 0; i < rows.size(); i++) {
                Map<CharSequence, Double> probabilities =
                        Map.copyOf(predictions.get(i).getProbabilities());
                for (Map.Entry<CharSequence, Double> entry : probabilities.entrySet()) {
                    double expected = entry.getKey().toString().equals("malignant")
                            ? rows.get(i).malignant()
                            : rows.get(i).benign();
                    largest = Math.max(largest, Math.abs(entry.getValue() - expected));
                }
                assertThat(predictions.get(i).getFields().values())
                        .singleElement()
                        .hasToString("e" + i);
            }
            assertThat(largest).isEqualTo(0, offset(TOLERANCE));
        }
    }

    @Test
    void shouldScoreCardEventsFromContainerFilesAndLinesAlike() throws Exception {
        // given
        Path container = folder.resolve("cards.avro");
        Path lines = folder.resolve("cards.jsonl");
        CardSimulator simulator = new CardSimulator(7);
        try (DataFileWriter<CardTransaction> writer =
                        new DataFileWriter<>(new SpecificDatumWriter<>(CardTransaction.class));
                BufferedWriter text = Files.newBufferedWriter(lines)) {
            writer.create(CardTransaction.getClassSchema(), container.toFile());
            for (int i = 0; i < CARD_EVENTS; i++) {
                CardTransaction transaction = simulator.next();
                writer.append(transaction);
                text.write(json(transaction) + "\n");
            }
        }

        // when
        Finished fromContainer =
                scorer("score", CARD_MODEL, "--input", container, "--output", folder.resolve("a.avro"));
        Finished fromLines = scorer(
                "score", CARD_MODEL, "--input", lines, "--output", folder.resolve("b.avro"), "--schema", CARD_SCHEMA);
        Finished withoutSchema = scorer("score", CARD_MODEL, "--input", lines, "--output", folder.resolve("c.avro"));

        // then
        assertThat(List.of(fromContainer, fromLines, withoutSchema))
                .allSatisfy(score ->
                        assertThat(score.exitStatus()).as(score.errors()).isZero());
        List<Double> scores = scores(folder.resolve("a.avro"));
        assertThat(scores).hasSize(CARD_EVENTS).allMatch(score -> score >= 0 && score <= 1);
        assertThat(scores.stream().distinct().count()).isGreaterThan(10);
        assertThat(scores(folder.resolve("b.avro"))).isEqualTo(scores);
        assertThat(scores(folder.resolve("c.avro"))).isEqualTo(scores);
    }

    @Test
    void shouldPrintAModelYamlThatScores() throws Exception {
        // given
        Path model = Files.createDirectories(folder.resolve("fraud"));
        Files.copy(CARD_MODEL.resolve("model.onnx"), model.resolve("model.onnx"));
        Path lines = folder.resolve("cards.jsonl");
        Files.writeString(lines, json(new CardSimulator(7).next()) + "\n");

        // when
        Finished describe = scorer("describe", model.resolve("model.onnx"), "--schema", CARD_SCHEMA);
        Finished yaml = scorer("describe", model.resolve("model.onnx"), "--schema", CARD_SCHEMA, "--yaml");
        Files.writeString(model.resolve("model.yaml"), yaml.output());
        Finished score = scorer(
                "score",
                model,
                "--input",
                lines,
                "--output",
                folder.resolve("out.jsonl"),
                "--schema",
                CARD_SCHEMA,
                "--dead-letters",
                folder.resolve("dead.jsonl"));

        // then
        assertThat(describe.exitStatus()).as(describe.errors()).isZero();
        assertThat(describe.output())
                .contains("engine   ONNX Runtime", "SHA-256", "'features' float32[N, 15]", "any number of rows")
                .endsWith(yaml.output());
        assertThat(yaml.exitStatus()).isZero();
        // The simulated terminal may have no past yet, so that its risk is null, which the printed model.yaml rejects.
        assertThat(score.exitStatus()).as(score.errors()).isIn(0, 3);
        assertThat(Files.readAllLines(folder.resolve(score.exitStatus() == 0 ? "out.jsonl" : "dead.jsonl")))
                .singleElement()
                .asString()
                .contains(score.exitStatus() == 0 ? "\"score\":0." : "missing-feature");
    }

    @Test
    void shouldStreamManyEventsThroughASmallHeap() throws Exception {
        // given
        Path lines = folder.resolve("many.jsonl");
        Examinations.Row row = Examinations.rows().get(0);
        String event = Examinations.event(Examinations.schema(), "e", row).toString();
        try (BufferedWriter text = Files.newBufferedWriter(lines)) {
            for (int i = 0; i < MANY; i++) {
                text.write(event + "\n");
            }
        }

        // when
        Finished score = new ScorerCommand(ScorerInstance.distribution(), folder)
                .run(
                        "-Xmx64m",
                        List.of(
                                "score",
                                Examinations.MODEL,
                                "--input",
                                lines,
                                "--output",
                                folder.resolve("many-predictions.jsonl")));

        // then
        assertThat(Files.size(lines)).isGreaterThan(2L * 64 * 1024 * 1024);
        assertThat(score.exitStatus()).as(score.errors()).isZero();
        try (Stream<String> predictions = Files.lines(folder.resolve("many-predictions.jsonl"))) {
            assertThat(predictions.count()).isEqualTo(MANY);
        }
        Files.delete(lines);
    }

    @Test
    void shouldExitWithThreeWhereSomeEventsCannotBeScored() throws Exception {
        // given
        Path lines = folder.resolve("some.jsonl");
        Files.writeString(
                lines,
                Examinations.event(
                                Examinations.schema(), "e", Examinations.rows().get(0)) + "\n{\"id\": \n");

        // when
        Finished score =
                scorer("score", Examinations.MODEL, "--input", lines, "--output", folder.resolve("some-out.jsonl"));

        // then
        assertThat(score.exitStatus()).isEqualTo(3);
        assertThat(score.errors().lines())
                .singleElement()
                .asString()
                .startsWith(lines + ":2: malformed-json: expected a JSON object, but at column ");
        assertThat(score.output().lines())
                .anyMatch(line -> line.matches(" *not scored +1 .*"))
                .anyMatch(line -> line.matches(" *malformed-json +1"));
    }

    @Test
    void shouldNameMistakesInOneLineEach() throws Exception {
        Path there = Files.writeString(folder.resolve("there.jsonl"), "{}\n");
        Path out = folder.resolve("out.jsonl");

        assertRefused(
                1,
                "there is no such file",
                "score",
                Examinations.MODEL,
                "--input",
                folder.resolve("no.jsonl"),
                "--output",
                out);
        assertRefused(1, "is a directory", "score", Examinations.MODEL, "--input", folder, "--output", out);
        assertRefused(
                1,
                "--overwrite",
                "score",
                Examinations.MODEL,
                "--input",
                there,
                "--output",
                Files.writeString(folder.resolve("x.avro"), ""));
        assertRefused(
                1,
                "Obj",
                "score",
                Examinations.MODEL,
                "--input",
                Files.writeString(folder.resolve("y.avro"), "{}"),
                "--output",
                out);
        assertRefused(1, "there is nothing there", "score", folder.resolve("model"), "--input", there, "--output", out);
        assertRefused(
                1,
                "there is no field 'mean_radius'",
                "score",
                Examinations.MODEL,
                "--input",
                there,
                "--output",
                out,
                "--schema",
                CARD_SCHEMA);
        assertRefused(1, "is no ONNX model", "describe", there);
        assertRefused(
                2,
                "Unknown option: '--colour'",
                "score",
                Examinations.MODEL,
                "--input",
                there,
                "--output",
                out,
                "--colour");
        assertThat(out).doesNotExist();
    }

    private void assertRefused(int exitStatus, String message, Object... arguments) throws Exception {
        Finished finished = scorer(arguments);
        assertThat(finished.exitStatus()).as(finished.errors()).isEqualTo(exitStatus);
        assertThat(finished.errors()).contains(message).doesNotContain("\tat ");
        assertThat(finished.output()).isEmpty();
    }

    private static String json(CardTransaction transaction) {
        // Avro's text of a timestamp is ISO 8601; files hold the number that Avro stores.
        return transaction
                .toString()
                .replaceFirst(
                        "\"time\": \"?[^,\"]*\"?",
                        String.format(
                                Locale.ROOT,
                                "\"time\": %d",
                                transaction.getTime().toEpochMilli()));
    }

    private static List<Double> scores(Path file) throws IOException {
        return ScorerCommand.predictions(file).stream()
                .map(Prediction::getScore)
                .toList();
    }

    private Finished scorer(Object... arguments) throws Exception {
        return new ScorerCommand(ScorerInstance.distribution(), folder).run(arguments);
    }
}
