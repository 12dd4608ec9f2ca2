package io.streamscorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Encoding;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.InputTensor;
import io.streamscorer.features.MissingValue;
import io.streamscorer.features.Scaling;
import io.streamscorer.model.ModelFixtures.Expected;
import io.streamscorer.packaging.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the features of a model come from: its description, MLflow's signature, or the names of its inputs. */
class FeedingTest {
    private static final List<String> FIELDS = List.of("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6");

    @TempDir
    private Path directory;

    private static List<String> fields(LoadedModel model) {
        return model.inputs().stream()
                .flatMap(input -> input.features().stream())
                .map(feature -> feature.field().toString())
                .toList();
    }

    private static String columns(Stream<String> names, String type) {
        return names.map(name -> "{\"type\": \"" + type + "\", \"name\": \"" + name + "\", \"required\": true}")
                .collect(Collectors.joining(", ", "'[", "]'"));
    }

    private Path mlflow(String model, String description) throws IOException {
        Files.copy(ModelFixtures.directory(model).resolve("model.onnx"), directory.resolve("model.onnx"));
        Files.writeString(directory.resolve("MLmodel"), description);
        return directory;
    }

    @Test
    void shouldTakeTheInputsOfAFileAloneAsFields() throws Exception {
        // given
        Path file = ModelFixtures.directory("diabetes-fields").resolve("model.onnx");
        Expected expected = Expected.read("diabetes-fields");
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));

        // when
        try (LoadedModel model = ModelFixtures.load(ModelPackage.read(file));
                ScoringSession session = model.openSession()) {
            OutputTensor output =
                    session.score(expected.batch(model), expected.rows().size()).get(0);

            // then
            assertThat(fields(model)).isEqualTo(FIELDS);
            assertThat(model.name()).isEqualTo("model");
            assertThat(model.digest()).isEqualTo(digest);
            assertThat(model.version()).isEqualTo("sha256:" + digest.substring(0, 12));
            assertThat(ModelFixtures.number(output, 7, 0)).isCloseTo(expected.number(7, "prediction"), within(1e-2));
        }
    }

    @Test
    void shouldTakeAnInputOfSeveralColumnsAsAnArray() throws IOException {
        // given
        Path file = Files.copy(ModelFixtures.small("echo-float"), directory.resolve("pair.onnx"));

        // when
        try (LoadedModel model = ModelFixtures.load(ModelPackage.read(file))) {
            // then
            assertThat(model.name()).isEqualTo("pair");
            assertThat(model.inputs())
                    .containsExactly(new InputTensor(
                            "x",
                            Dtype.FLOAT32,
                            List.of(new Feature(
                                    FieldPath.parse("x"),
                                    2,
                                    new Encoding.Value(),
                                    Scaling.NONE,
                                    new MissingValue.Reject()))));
        }
    }

    @Test
    void shouldTakeTheColumnsOfMlflowInOrderForTheOnlyInput() {
        // given
        Path saved = ModelFixtures.directory("mlflow-diabetes");

        // when
        try (LoadedModel model = ModelFixtures.load(ModelPackage.read(saved))) {
            // then: s6 is not required
            assertThat(fields(model)).isEqualTo(FIELDS);
            assertThat(model.name()).isEqualTo("mlflow-diabetes");
            assertThat(model.version()).isEqualTo("0f3c1d7c5f0b4f4f9a43b0f1f2a6d9e1");
            List<Feature> features = model.inputs().get(0).features();
            assertThat(features.get(8).missing()).isEqualTo(new MissingValue.Reject());
            assertThat(features.get(9).missing()).isEqualTo(new MissingValue.Constant(Double.NaN));
        }
    }

    @Test
    void shouldTakeTheColumnsOfMlflowByNameForSeveralInputs() throws IOException {
        // given: columns in another order than the inputs
        Path saved = mlflow(
                "diabetes-fields",
                "flavors: {onnx: {data: model.onnx}, python_function: {loader_module: mlflow.onnx}}\nsignature: {inputs: "
                        + columns(Stream.of("s6", "s5", "s4", "s3", "s2", "s1", "bp", "bmi", "sex", "age"), "float")
                        + "}\n");
        Files.writeString(directory.resolve("registered_model_meta"), "model_name: progression\nmodel_version: '7'\n");

        // when
        try (LoadedModel model = ModelFixtures.load(ModelPackage.read(saved))) {
            // then
            assertThat(fields(model)).isEqualTo(FIELDS);
            assertThat(model.inputs()).extracting(InputTensor::name).isEqualTo(FIELDS);
            assertThat(model.name()).isEqualTo("progression");
            assertThat(model.version()).isEqualTo("7");
        }
    }

    @Test
    void shouldNameTheColumnsOfMlflowThatTheModelCannotTake() throws IOException {
        // given
        Path saved = mlflow(
                "diabetes-fields",
                "flavors: {onnx: {data: model.onnx}}\nsignature: {inputs: "
                        + columns(
                                Stream.concat(Stream.of("agee"), FIELDS.stream().skip(1)), "string") + "}\n");

        // when
        SetupException failure =
                catchThrowableOfType(SetupException.class, () -> ModelFixtures.load(ModelPackage.read(saved)));

        // then
        String place = directory.resolve("MLmodel") + ": signature.inputs: ";
        assertThat(failure.problems())
                .hasSize(11)
                .contains(
                        place + "there is no column for the model's input 'age', float32[N, 1]. Did you mean 'agee'?",
                        place + "the column 'sex' holds text, but the model's input 'sex' is float32[N, 1]");
        assertThat(failure.problems().get(10))
                .startsWith(place + "the model has no input for the column 'agee'. Did you mean 'age'?\n")
                .contains("MLmodel    model.onnx");
    }

    @Test
    void shouldMakeTheInputsFromTheDescriptionWhereTheFileSaysNothing() {
        // given: as of a TorchScript file
        ModelPackage silent = ModelFixtures.wrap(directory, "echo-float", """
                inputs:
                  - {tensor: image, dtype: uint8, shape: [1, 28, 28], features: [{field: pixels, bytes: uint8}]}
                  - {tensor: numbers, dtype: float32, features: [a, {field: b, width: 3}]}
                  - {tensor: single, dtype: int64, shape: [], features: [c]}
                """);

        // when
        ModelFit fit = ModelFit.of(silent, null);

        // then: in the order listed
        assertThat(fit.inputs())
                .extracting(InputTensor::name, InputTensor::rowShape, InputTensor::rowElements)
                .containsExactly(
                        tuple("image", List.of(1L, 28L, 28L), 784),
                        tuple("numbers", List.of(4L), 4),
                        tuple("single", List.of(), 1));
        assertThat(fit.outputs()).isNull();
        assertThat(fit.fixedBatch()).isZero();
    }

    @Test
    void shouldTakeTheShapeOfARowForWhatTheFileLeavesOpen() throws Exception {
        // given
        ModelPackage pooled = ModelFixtures.wrap(
                directory, "leaves-open", "inputs: [{tensor: x, shape: [1, 2, 3], features: [pixels]}]\n");
        try (LoadedModel model = ModelFixtures.load(pooled);
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = ModelFixtures.batch(model, 2);
            for (int element = 0; element < 12; element++) {
                ModelFixtures.put(batch, 0, element, element);
            }

            // when
            OutputTensor output = session.score(batch, 2).get(0);

            // then: the mean of each row's elements
            assertThat(ModelFixtures.number(output, 0, 0)).isEqualTo(2.5);
            assertThat(ModelFixtures.number(output, 1, 0)).isEqualTo(8.5);
            assertThat(model.roles().score()).isEqualTo(new OutputRoles.Score(0, 0));
        }
    }
}
