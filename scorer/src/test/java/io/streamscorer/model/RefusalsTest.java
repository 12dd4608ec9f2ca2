package io.streamscorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamscorer.failure.SetupException;
import io.streamscorer.packaging.ModelPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of models and packages that cannot be used: one line each, which names the file and what in it is meant. */
class RefusalsTest {
    private static final String TWO = "inputs: [{tensor: x, features: [a, b]}]";

    @TempDir
    private Path directory;

    /** The problems of a package, without the table that follows the last, and with {@code DIR} for the directory. */
    private List<String> problems(ModelPackage modelPackage) {
        return lines(catchThrowableOfType(
                SetupException.class, () -> ModelFixtures.load(modelPackage).close()));
    }

    private List<String> lines(SetupException failure) {
        assertThat(failure).isNotNull();
        return failure.problems().stream()
                .map(problem -> problem.lines().findFirst().orElseThrow().replace(directory.toString(), "DIR"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "gives-vector|DIR/model.yaml: outputs: the model's output 'y', float32[2], does not hold one row per event: its first dimension"
                        + " is not the batch's. Export the model with outputs of one row per event",
                "gives-scalar|DIR/model.yaml: outputs: the model's output 'y', float32[], does not hold one row per event: its first dimension"
                        + " is not the batch's. Export the model with outputs of one row per event",
                "gives-columns|DIR/model.yaml: outputs: the model's output 'y', float32[2, ?], does not hold one row per event: its first"
                        + " dimension is not the batch's. Export the model with outputs of one row per event",
                "gives-vector-unsaid|DIR/model.onnx: The model's output 'y' has shape [2] for a batch of 13 rows. Expected one row per event",
                "gives-scalar-unsaid|DIR/model.onnx: The model's output 'y' has shape [] for a batch of 13 rows. Expected one row per event",
                "gives-columns-unsaid|DIR/model.onnx: The model's output 'y' has shape [2, 13] for a batch of 13 rows. Expected one row per"
                        + " event",
                "gives-one-row|DIR/model.onnx: The model's output 'y' has shape [1, 2] for a batch of 13 rows. Expected one row per event",
                "gives-one-row-unsaid|DIR/model.onnx: The model's output 'y' has shape [1, 2] for a batch of 13 rows. Expected one row per"
                        + " event",
                "gives-sequence|DIR/model.onnx: output 'y' is a sequence. Only tensors with one row per event can be used: export the model"
                        + " with tensors",
                "takes-map|DIR/model.onnx: input 'x' is a map. Only tensors with one row per event can be used: export the model with tensors"
            })
    void shouldRefuseWhatIsNotOneRowPerEvent(String model, String line) {
        // given
        ModelPackage refused = ModelFixtures.wrap(directory, model, TWO);

        // when / then
        assertThat(problems(refused)).containsExactly(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"unknown-operator|NoSuchOperator", "no-opset|Missing opset in the model"})
    void shouldRefuseWhatTheEngineCannotLoad(String model, String reason) {
        // given
        ModelPackage refused = ModelFixtures.wrap(directory, model, TWO);

        // when / then: the rest of the line is the engine's
        assertThat(problems(refused))
                .singleElement()
                .asString()
                .startsWith("DIR/model.onnx: ")
                .contains(reason);
    }

    @Test
    void shouldRefuseInt16OfOnnx() {
        // given: DJL's ONNX Runtime takes and gives none
        ModelPackage refused = ModelFixtures.wrap(directory, "echo-int16", TWO);

        // when / then
        assertThat(problems(refused))
                .containsExactly(
                        "DIR/model.onnx: input 'x' has elements of type int16, which is not supported. Cast it inside the model, for example"
                                + " to float32",
                        "DIR/model.onnx: output 'y' has elements of type int16, which is not supported. Cast it inside the model, for example"
                                + " to float32");
    }

    @Test
    void shouldNameWeightsThatAreNotThere() {
        // given
        ModelPackage refused = ModelFixtures.wrap(directory, "missing-external-data", TWO);

        // when / then
        assertThat(problems(refused))
                .containsExactly(
                        "DIR/model.onnx: weights are said to lie in 'weights.bin', but there is no such file beside the model."
                                + " Copy it there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../model.bi", "/etc/passwd", "a/../../b.b"})
    void shouldReadNoWeightsFromElsewhere(String location) throws IOException {
        // given: places of the same length
        ModelPackage refused = ModelFixtures.wrap(directory, "missing-external-data", TWO);
        String bytes = Files.readString(refused.file(), StandardCharsets.ISO_8859_1);
        Files.writeString(refused.file(), bytes.replace("weights.bin", location), StandardCharsets.ISO_8859_1);

        // when / then
        assertThat(problems(refused))
                .containsExactly("DIR/model.onnx: weights are said to lie in '" + location
                        + "', which is outside of the model's directory");
    }

    @Test
    void shouldRefuseAFileThatIsNoModel() throws IOException {
        // given
        byte[] good = Files.readAllBytes(ModelFixtures.small("echo-float"));
        ModelPackage refused = ModelFixtures.wrap(directory, "echo-float", TWO);
        byte[] text = "name,amount\n".repeat(20).getBytes(StandardCharsets.UTF_8);

        for (byte[] bytes : List.of(text, Arrays.copyOf(good, good.length - 9), new byte[] {1})) {
            Files.write(refused.file(), bytes);

            // when / then
            assertThat(problems(refused))
                    .singleElement()
                    .asString()
                    .startsWith("DIR/model.onnx: is no ONNX model, or is cut off: ");
        }
        Files.write(refused.file(), new byte[0]);
        assertThat(problems(refused)).containsExactly("DIR/model.onnx: is no ONNX model: it holds no graph");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "echo-float|[{tensor: x, features: [a, b, c]}]|'x' has 3 features, but the model takes 2 (float32[N, 2])",
                "echo-float|[{tensor: x, features: [{field: a, width: 2}, b]}]|'x' has 2 features with 3 elements, but the model takes 2"
                        + " (float32[N, 2])",
                "echo-float|[{tensor: x, shape: [3], features: [a, b, c]}]|'x' is given rows of shape [3], but the model takes float32[N, 2],"
                        + " whose first dimension is the batch's. Correct or leave out its shape",
                "echo-float|[{tensor: x, shape: [1, 2], features: [a, b]}]|'x' is given rows of shape [1, 2], but the model takes"
                        + " float32[N, 2], whose first dimension is the batch's. Correct or leave out its shape",
                "leaves-open|[{tensor: x, features: [pixels]}]|'x' is float32[N, 1, ?, ?], which leaves more open than its features can"
                        + " settle. Add the shape of one row, as in shape: [1, 8, 8]",
                "leaves-open|[{tensor: x, shape: [3, 4, 6], features: [pixels]}]|'x' is given rows of shape [3, 4, 6], but the model takes"
                        + " float32[N, 1, ?, ?], whose first dimension is the batch's. Correct or leave out its shape",
                "echo-float|[{tensor: x, dtype: int64, features: [a, b]}]|'x' is given as int64, but the model takes float32[N, 2]. Correct or"
                        + " leave out its dtype",
                "echo-int32|[{tensor: x, features: [{field: a, vocabulary: {DE: 0.5}}, b]}]|'x' is int32, which cannot hold the value 0.5 that"
                        + " 'a' takes for the category 'DE'",
                "echo-int8|[{tensor: x, features: [{field: a, vocabulary: [DE], unknown: 128}, b]}]|'x' is int8, which cannot hold the value"
                        + " 128.0 that 'a' takes for unknown categories",
                "echo-int32|[{tensor: x, features: [{field: a, divide: 2}, b]}]|'x' takes int32, but 'a' is scaled by subtract and divide,"
                        + " which only a floating-point type can hold",
                "echo-int32|[{tensor: x, features: [{field: a, bytes: float32}]}]|'x' takes int32, but the bytes of 'a' hold float32, which"
                        + " would lose its fraction",
                "echo-int32|[{tensor: x, features: [{field: a, missing: {text: none}}, b]}]|'x' takes int32, but 'a' is the text 'none' where"
                        + " it is missing. Write a number",
                "echo-float|[{tensor: x, features: [{field: a, divide: 1e-300, missing: 5}, b]}]|'x' is float32, which cannot hold the value"
                        + " 5.0 that 'a' takes where it is missing, scaled to 4.9999999999999997E300",
                "echo-string|[{tensor: x, features: [{field: a, vocabulary: [DE]}, b]}]|'x' takes strings, but the vocabulary of 'a' makes"
                        + " numbers of them. Leave it out",
                "echo-string|[{tensor: x, features: [{field: a, missing: nan}, b]}]|'x' takes strings, but 'a' is NaN where it is missing."
                        + " Write missing: {text: \"...\"}",
                "echo-string|[{tensor: x, features: [{field: a, bytes: int8}, b]}]|'x' takes strings, but 'a' is given as bytes that hold"
                        + " numbers"
            })
    void shouldRefuseFeaturesThatDoNotFitTheTensor(String model, String inputs, String line) {
        // given
        ModelPackage refused = ModelFixtures.wrap(directory, model, "inputs: " + inputs);

        // when / then
        assertThat(problems(refused)).containsExactly("DIR/model.yaml: inputs: " + line);
    }

    @Test
    void shouldRefuseAnUnknownTensorAndSayWhichIsMeant() {
        // given
        ModelPackage refused = ModelFixtures.wrap(
                directory, "echo-float", "inputs: [{tensor: xx, features: [a, b]}]\noutputs: {score: z}");

        // when / then
        assertThat(problems(refused))
                .containsExactly(
                        "DIR/model.yaml: inputs: the model has no input 'xx'. Did you mean 'x'?",
                        "DIR/model.yaml: inputs: the model's input 'x', float32[N, 2], is not mapped. Add an entry with the event fields that"
                                + " make it",
                        "DIR/model.yaml: outputs.score.output: the model has no output 'z'. Did you mean 'y'?");
    }

    @Test
    void shouldRefuseRolesThatTheOutputsCannotHave() {
        // given
        ModelPackage deep = ModelFixtures.wrap(
                directory,
                "gives-deep",
                TWO
                        + "\noutputs: {names: [a, b], score: {output: y, max: true}, probabilities: {output: y, classes: [a, b]}}");

        // when / then
        assertThat(problems(deep))
                .containsExactly(
                        "DIR/model.yaml: outputs.names: 2 names, but the model has 1: y",
                        "DIR/model.yaml: outputs.probabilities: is taken from rows of one dimension, but 'y' is float32[N, 2, 1]. Flatten it"
                                + " inside the model",
                        "DIR/model.yaml: outputs.score: is taken from rows of one dimension, but 'y' is float32[N, 2, 1]. Flatten it inside"
                                + " the model, or leave the score out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "odd-input-name|the model's input 'not a field:0', float32[N, 1], cannot be the name of an event's field",
                "leaves-open|the model's input 'x', float32[N, 1, ?, ?], leaves open how many items its field has"
            })
    void shouldAskForADescriptionWhereTheFileAloneDoesNotDo(String model, String line) throws IOException {
        // given
        Path file = Files.copy(ModelFixtures.small(model), directory.resolve("alone.onnx"));

        // when / then
        assertThat(problems(ModelPackage.read(file)))
                .containsExactly(
                        "DIR/alone.onnx: " + line
                                + ". Put the file into a directory with a model.yaml that maps it; 'scorer describe' prints one to begin with");
    }

    @Test
    void shouldSayWhatIsMissingWhereTheFileSaysNothing() {
        // given: as of a TorchScript file
        ModelPackage silent = ModelFixtures.wrap(directory, "echo-float", """
                inputs:
                  - {tensor: x, features: [a, b]}
                  - {tensor: image, dtype: uint8, shape: [2, 2], features: [{field: pixels, width: 3}]}
                """);

        // when
        SetupException failure = catchThrowableOfType(SetupException.class, () -> ModelFit.of(silent, null));

        // then
        assertThat(lines(failure))
                .containsExactly(
                        "DIR/model.yaml: inputs: 'x' has no dtype, and the model's file does not say it. Add, for example, dtype: float32",
                        "DIR/model.yaml: inputs: 'image' has 1 feature with 3 elements, but the model takes 4 (uint8)");
    }
}
