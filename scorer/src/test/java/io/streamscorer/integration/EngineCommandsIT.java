package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.streamscorer.integration.ScorerCommand.Finished;
import io.streamscorer.schemas.Prediction;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code scorer score} and {@code scorer describe} with each engine, from a distribution to which the engines' jars were added as the profiles do. */
class EngineCommandsIT {
    private static final int EVENTS = 1_000;
    private static final Path MODELS = Path.of("src/test/resources/models").toAbsolutePath();
    private static final Path FOLDER = Path.of("target/engine-commands").toAbsolutePath();
    private static final Path HOME = FOLDER.resolve("stream-scorer");
    private static final Pattern ENGINES = Pattern.compile("(xgboost|pytorch|commons-logging).*\\.jar");

    @BeforeAll
    static void addTheEngines() throws IOException {
        if (Files.exists(FOLDER)) {
            try (Stream<Path> files = Files.walk(FOLDER)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
        Path plain = ScorerInstance.distribution();
        Files.createDirectories(HOME.resolve("lib"));
        for (String part : List.of("bin", "conf", "lib")) {
            Files.createDirectories(HOME.resolve(part));
            try (Stream<Path> files = Files.list(plain.resolve(part))) {
                for (Path file : files.toList()) {
                    Path target = HOME.resolve(part).resolve(file.getFileName());
                    if (part.equals("lib")) {
                        Files.createSymbolicLink(target, file);
                    } else {
                        Files.copy(file, target);
                    }
                }
            }
        }
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : classPath.split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            Path target = HOME.resolve("lib").resolve(String.valueOf(jar.getFileName()));
            if (ENGINES.matcher(String.valueOf(jar.getFileName())).matches() && Files.notExists(target)) {
                Files.createSymbolicLink(target, jar);
            }
        }
    }

    private static void assumeNativeLibrary(String model) {
        String platform =
                (System.getProperty("os.name") + "-" + System.getProperty("os.arch")).toLowerCase(Locale.ROOT);
        assumeTrue(
                !model.startsWith("torch")
                        || List.of("linux-amd64", "linux-x86_64").contains(platform),
                "The tests have PyTorch's native library for Linux on x86-64 alone");
    }

    @ParameterizedTest
    @CsvSource({
        "breast-cancer, 1e-6",
        "onnx-external, 1e-5",
        "xgboost-binary, 1e-6",
        "xgboost-classes, 1e-6",
        "torch-plain, 1e-6",
        "torch-dict, 1e-6"
    })
    void shouldScoreAThousandEventsAsTheTrainingLibraryDoes(String model, double tolerance) throws Exception {
        // given: the rows of the table, over and over where they are fewer
        assumeNativeLibrary(model);
        List<String[]> rows = rows(model);
        String[] header = header(model);
        Path events = events(model, header, rows);
        Path output = FOLDER.resolve(model + ".avro");

        // when
        Finished score = scorer("score", MODELS.resolve(model), "--input", events, "--output", output, "--batch", "96");

        // then
        assertThat(score.exitStatus()).as(score.errors()).isZero();
        List<Prediction> predictions = ScorerCommand.predictions(output);
        assertThat(predictions).hasSize(EVENTS);
        double largest = 0;
        for (int i = 0; i < EVENTS; i++) {
            String[] expected = rows.get(i % rows.size());
            for (int column = 0; column < header.length; column++) {
                Double number = number(predictions.get(i), header[column]);
                if (number != null) {
                    largest = Math.max(largest, Math.abs(number - Double.parseDouble(expected[column])));
                }
            }
        }
        assertThat(largest).as("the largest difference").isEqualTo(0, within(tolerance));
    }

    /** What a prediction says of an expected column; null for columns that are the event's. */
    private static @Nullable Double number(Prediction prediction, String column) {
        if (column.equals("prediction")) {
            return prediction.getScore();
        }
        if (!column.startsWith("probability_")) {
            return null;
        }
        return Objects.requireNonNull(
                prediction.getProbabilities().get(column.substring("probability_".length())), column);
    }

    @Test
    void shouldDescribeEachEnginesFiles() throws Exception {
        // given
        assumeNativeLibrary("torch");

        // when
        Finished xgboost = scorer("describe", MODELS.resolve("xgboost-classes/model.ubj"));
        Finished external = scorer("describe", MODELS.resolve("onnx-external"));
        Finished torch = scorer("describe", MODELS.resolve("torch-dict"));

        // then
        assertThat(List.of(xgboost, external, torch))
                .allSatisfy(describe -> assertThat(describe.exitStatus())
                        .as(describe.output() + describe.errors())
                        .isZero());
        assertThat(xgboost.output())
                .contains(
                        "engine   XGBoost", "'features' float32[N, 13]", "'prediction' float32[N, 3], classes 0, 1, 2")
                .contains("inputs:\n  - tensor: features");
        assertThat(external.output()).contains("engine   ONNX Runtime", "model.onnx, ", "weights.bin, 1,040 bytes");
        assertThat(torch.output())
                .contains("engine   PyTorch", "such files do not say their inputs and outputs")
                .contains(
                        "score    element 0 of 'alpha'", "low, middle, high, their probabilities from 'probabilities'");
    }

    @Test
    void shouldPrintAModelYamlForTorchScriptThatScores() throws Exception {
        // given: a module alone, and a schema with the fields that it was trained on
        assumeNativeLibrary("torch");
        Path directory = Files.createDirectories(FOLDER.resolve("alone"));
        Files.copy(MODELS.resolve("torch-plain/model.pt"), directory.resolve("model.pt"));
        Path schema = Files.writeString(
                FOLDER.resolve("letters.avsc"),
                Stream.of("a", "b", "c", "d", "e", "f")
                        .map(name -> "{\"name\": \"" + name + "\", \"type\": \"double\"}")
                        .collect(Collectors.joining(
                                ", ", "{\"type\": \"record\", \"name\": \"Letters\", \"fields\": [", "]}")));

        // when
        Finished alone = scorer("describe", directory.resolve("model.pt"));
        Finished yaml = scorer("describe", directory.resolve("model.pt"), "--schema", schema, "--yaml");
        Files.writeString(directory.resolve("model.yaml"), yaml.output());
        List<String[]> rows = rows("torch-plain");
        Path output = FOLDER.resolve("alone.avro");
        Path events = events("torch-plain", header("torch-plain"), rows);
        Finished score = scorer("score", directory, "--input", events, "--schema", schema, "--output", output);

        // then
        assertThat(alone.exitStatus()).isZero();
        assertThat(alone.output())
                .contains("PROBLEM", "does not say what it takes", "dtype: float32          # CHECK", "shape: [3]");
        assertThat(score.exitStatus()).as(yaml.output() + score.errors()).isZero();
        List<Prediction> predictions = ScorerCommand.predictions(output);
        assertThat(predictions).hasSize(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            double expected = Double.parseDouble(rows.get(i)[rows.get(i).length - 1]);
            assertThat(predictions.get(i).getScore()).isCloseTo(expected, within(1e-6));
        }
    }

    private static Path events(String model, String[] header, List<String[]> rows) throws IOException {
        Path events = FOLDER.resolve(model + ".jsonl");
        try (BufferedWriter text = Files.newBufferedWriter(events)) {
            for (int i = 0; i < EVENTS; i++) {
                String[] row = rows.get(i % rows.size());
                List<String> fields = new ArrayList<>();
                for (int column = 0; column < header.length; column++) {
                    if (!header[column].matches("prediction|label|alpha|probability_.*")) {
                        fields.add("\"" + header[column] + "\": " + (row[column].equals("NaN") ? "null" : row[column]));
                    }
                }
                text.write("{" + String.join(", ", fields) + "}\n");
            }
        }
        return events;
    }

    private static String[] header(String model) throws IOException {
        return Files.readAllLines(MODELS.resolve(model).resolve("expected.csv"))
                .get(0)
                .split(",", -1);
    }

    private static List<String[]> rows(String model) throws IOException {
        return Files.readAllLines(MODELS.resolve(model).resolve("expected.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }

    private static Finished scorer(Object... arguments) throws Exception {
        return new ScorerCommand(HOME, FOLDER).run(arguments);
    }
}
