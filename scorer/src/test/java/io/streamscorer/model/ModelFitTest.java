package io.streamscorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.streamscorer.engine.Engines;
import io.streamscorer.engine.ModelSignature;
import io.streamscorer.failure.SetupException;
import io.streamscorer.packaging.ModelPackage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFitTest {
    @TempDir
    private Path directory;

    private static List<String> problems(ModelPackage modelPackage) {
        SetupException failure = catchThrowableOfType(
                SetupException.class,
                () -> ModelFit.of(
                        modelPackage,
                        Objects.requireNonNull(Engines.open(modelPackage.file()).signature())));
        return failure == null ? List.of() : failure.problems();
    }

    @Test
    void shouldReadTheSignatureWithoutInitializers() {
        // given
        Path file = ModelFixtures.directory("wine-mlp").resolve("model.onnx");

        // when
        ModelSignature signature = Objects.requireNonNull(Engines.open(file).signature());

        // then
        assertThat(signature.inputs())
                .extracting(ModelSignature.Tensor::describe)
                .containsExactly("float32[N, 13]");
        assertThat(signature.outputs())
                .extracting(tensor -> tensor.name() + " " + tensor.describe())
                .containsExactly("probabilities float32[N, 3]", "label int64[N]");
    }

    @Test
    void shouldReadAZipMapAsATensorWithClasses() {
        // given
        Path file = ModelFixtures.directory("wine-zipmap").resolve("model.onnx");

        // when
        ModelSignature signature = Objects.requireNonNull(Engines.open(file).signature());

        // then
        assertThat(signature.outputs())
                .extracting(ModelSignature.Tensor::name)
                .containsExactly("label", "probabilities");
        assertThat(signature.outputs().get(1).describe()).isEqualTo("float32[N, 3]");
        assertThat(signature.outputs().get(1).classes()).containsExactly("7", "30", "112");
    }

    @Test
    void shouldShowWhatWasExpectedAndWhatIsThere() {
        // given
        ModelPackage wrong = ModelFixtures.wrap(directory, "echo-float", """
                inputs: [{tensor: xx, dtype: float64, features: [a, b, c]}]
                outputs: {score: {output: yy, element: 0}, label: y, probabilities: {output: y, classes: [a, b, c]}}
                """);

        // when
        List<String> problems = problems(wrong);

        // then
        String place = directory.resolve("model.yaml") + ": ";
        assertThat(problems)
                .containsExactly(
                        place + "inputs: the model has no input 'xx'. Did you mean 'x'?",
                        place
                                + "inputs: the model's input 'x', float32[N, 2], is not mapped. Add an entry with the event fields that"
                                + " make it",
                        place
                                + "outputs.probabilities.classes: 3 classes, but 'y' has 2 elements per row (float32[N, 2])",
                        place + "outputs.score.output: the model has no output 'yy'. Did you mean 'y'?",
                        place
                                + "outputs.label.output: expected strings, integers or booleans, but 'y' is float32[N, 2]. For the class with the"
                                + " largest probability write label: { max: true }\n"
                                + """
                        What was expected and what is there:
                                      model.yaml            model.onnx
                          input 'x'   -                     float32[N, 2]
                          input 'xx'  float64, 3 features   -
                          output 'y'  label, probabilities  float32[N, 2]""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo-float|inputs: [{tensor: x, dtype: float64, features: [a, b]}]|given as float64, but the model takes float32[N, 2]",
                "echo-float|inputs: [{tensor: x, features: [a, b, c]}]|has 3 features, but the model takes 2",
                "echo-float|inputs: [{tensor: x, features: [{field: a, width: 1}]}]|has 1 feature, but the model takes 2",
                "echo-int8|inputs: [{tensor: x, missing: 128, features: [a, b]}]|cannot hold the value 128.0 that 'a' takes where it is missing",
                "echo-int64|inputs: [{tensor: x, missing: nan, features: [a, b]}]|the value NaN that 'a' takes",
                "echo-int32|inputs: [{tensor: x, missing: 0.5, features: [a, b]}]|the value 0.5 that 'a' takes",
                "echo-bool|inputs: [{tensor: x, missing: 2, features: [a, b]}]|the value 2.0 that 'a' takes",
                "echo-float|inputs: [{tensor: x, missing: 1.0e+300, features: [a, b]}]|the value 1.0E300 that 'a' takes",
                "echo-float|{inputs: [{tensor: x, features: [a, b]}], outputs: {score: y}}|Say which element is the score",
                "echo-float|{inputs: [{tensor: x, features: [a, b]}], outputs: {score: {output: y, element: 2}}}|2, but 'y' has 2",
                "echo-float|{inputs: [{tensor: x, features: [a, b]}], outputs: {score: {output: y, class: a}}}|are not known",
                "echo-float|{inputs: [{tensor: x, features: [a, b]}], outputs: {probabilities: y}}|does not say them. List the classes",
                "echo-bool|{inputs: [{tensor: x, features: [a, b]}], outputs: {score: {output: y, max: true}}}|expected numbers"
            })
    void shouldRefuseWhatDoesNotFit(String model, String yaml, String reason) {
        // given
        String block =
                yaml.startsWith("{") ? yaml.substring(1, yaml.length() - 1).replace("], outputs", "]\noutputs") : yaml;
        ModelPackage wrong = ModelFixtures.wrap(directory, model, block + "\n");

        // when
        List<String> problems = problems(wrong);

        // then: the problem, perhaps again for the second feature, and the table
        assertThat(problems.get(0).lines().findFirst().orElseThrow()).contains(reason);
        assertThat(problems.get(problems.size() - 1)).contains("What was expected and what is there:");
    }

    @Test
    void shouldRefuseClassesThatContradictTheZipMap() throws IOException {
        // given
        Files.copy(ModelFixtures.directory("wine-zipmap").resolve("model.onnx"), directory.resolve("model.onnx"));
        String yaml = Files.readString(ModelFixtures.directory("wine-zipmap").resolve("model.yaml"))
                .replace(
                        "probabilities: probabilities",
                        "probabilities: {output: probabilities, classes: [112, 7, 30]}");
        Files.writeString(directory.resolve("model.yaml"), yaml);

        // when
        List<String> problems = problems(ModelPackage.read(directory));

        // then
        assertThat(problems.get(0)).contains("[112, 7, 30], but the model file says [7, 30, 112]");
    }

    @Test
    void shouldSayInOneLineThatAFileIsNoModel() throws IOException {
        // given
        byte[] good = Files.readAllBytes(ModelFixtures.small("echo-float"));
        Path file = directory.resolve("model.onnx");
        byte[][] bad = {
            {},
            "this is no model\n".repeat(100).getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(good, good.length - 20),
            Arrays.copyOf(good, 1),
            new byte[1000]
        };

        for (byte[] bytes : bad) {
            Files.write(file, bytes);

            // when
            SetupException failure = catchThrowableOfType(
                    SetupException.class, () -> Engines.open(file).signature());

            // then
            assertThat(failure).as("%d bytes", bytes.length).isNotNull();
            assertThat(failure.problems())
                    .singleElement()
                    .asString()
                    .startsWith(file + ": ")
                    .doesNotContain("\n");
        }
    }

    @Test
    void shouldNeverFailOtherwiseThanInOneLineWhereverAFileIsCutOff() throws IOException {
        // given
        byte[] good =
                Files.readAllBytes(ModelFixtures.directory("digits-zipmap").resolve("model.onnx"));
        Path file = directory.resolve("model.onnx");

        for (int length = 0; length < good.length; length += 7) {
            Files.write(file, Arrays.copyOf(good, length));

            // when
            Throwable failure = catchThrowable(() -> Engines.open(file).signature());

            // then: behind the graph it may be cut off between two fields; the engine then misses the operator set
            if (failure != null || length < good.length - 50) {
                assertThat(failure).as("cut off at %d", length).isInstanceOf(SetupException.class);
            }
        }
    }

    @Test
    void shouldReadTheSignatureOfALargeFileWithoutItsWeights() throws IOException {
        // given: an initializer of 1.5 GB, all holes in a sparse file, before the inputs
        int weights = 1_500_000_000;
        GraphProto graph = ModelProto.parseFrom(Files.readAllBytes(ModelFixtures.small("echo-float")))
                .getGraph();
        Path file = directory.resolve("large.onnx");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            ByteString.Output head = ByteString.newOutput();
            CodedOutputStream coded = CodedOutputStream.newInstance(head, 16);
            int initializer = 1 + CodedOutputStream.computeUInt32SizeNoTag(weights) + weights;
            int rest =
                    1 + CodedOutputStream.computeUInt32SizeNoTag(initializer) + initializer + graph.getSerializedSize();
            coded.writeTag(ModelProto.GRAPH_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            coded.writeUInt32NoTag(rest);
            coded.writeTag(GraphProto.INITIALIZER_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            coded.writeUInt32NoTag(initializer);
            coded.writeTag(TensorProto.RAW_DATA_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            coded.writeUInt32NoTag(weights);
            coded.flush();
            out.write(head.toByteString().toByteArray());
            out.seek(out.getFilePointer() + weights);
            out.write(graph.toByteArray());
        }

        // when
        ModelSignature signature = Objects.requireNonNull(Engines.open(file).signature());

        // then
        assertThat(Files.size(file)).isGreaterThan(weights);
        assertThat(signature)
                .isEqualTo(Engines.open(ModelFixtures.small("echo-float")).signature());
    }
}
