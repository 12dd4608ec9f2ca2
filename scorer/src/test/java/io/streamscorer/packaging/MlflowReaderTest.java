package io.streamscorer.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamscorer.failure.SetupException;
import io.streamscorer.features.FieldPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories as MLflow writes them. */
class MlflowReaderTest {
    private static final String ONNX =
            "flavors: {onnx: {data: model.onnx}, python_function: {loader_module: mlflow.onnx}}";
    private static final String ONE_COLUMN = "[{\"type\": \"double\", \"name\": \"amount\", \"required\": true}]";

    @TempDir
    private Path directory;

    @BeforeEach
    void placeModel() throws IOException {
        Files.createFile(directory.resolve("model.onnx"));
    }

    private ModelPackage read(String flavors, String inputs) throws IOException {
        Files.writeString(
                directory.resolve("MLmodel"), flavors + "\nsignature:\n  inputs: '" + inputs + "'\n  outputs: null\n");
        return ModelPackage.read(directory);
    }

    private List<String> problems(String flavors, String inputs) {
        SetupException failure = catchThrowableOfType(SetupException.class, () -> read(flavors, inputs));
        return failure.problems().stream()
                .map(problem -> problem.replace(directory.toString(), "DIR"))
                .toList();
    }

    @Test
    void shouldReadTheColumnsAndTheFile() throws IOException {
        // given
        String columns = """
                [{"type": "boolean", "name": "online", "required": true}, {"type": "integer", "name": "count", "required": true},
                 {"type": "long", "name": "total"}, {"name": "amount", "type": "double", "required": false},
                 {"type": "float", "name": "card.limit", "optional": true}, {"type": "string", "name": "country"}]""";

        // when
        ModelPackage read = read(ONNX + "\nmodel_uuid: 0123456789\n", columns);

        // then
        assertThat(read.name()).isEqualTo(String.valueOf(directory.getFileName()));
        assertThat(read.version()).isEqualTo("0123456789");
        assertThat(read.file()).isEqualTo(directory.resolve("model.onnx"));
        assertThat(read.engine()).isEqualTo("onnx");
        assertThat(read.description()).isEqualTo(directory.resolve("MLmodel"));
        assertThat(read.feeding())
                .isEqualTo(new Feeding.Columns(List.of(
                        column("online", Feeding.Kind.TRUTH, true),
                        column("count", Feeding.Kind.INTEGER, true),
                        column("total", Feeding.Kind.INTEGER, true),
                        column("amount", Feeding.Kind.FLOATING, false),
                        column("card.limit", Feeding.Kind.FLOATING, false),
                        column("country", Feeding.Kind.TEXT, true))));
    }

    private static Feeding.Column column(String field, Feeding.Kind kind, boolean required) {
        return new Feeding.Column(FieldPath.parse(field), kind, required);
    }

    @Test
    void shouldTakeNameAndVersionFromTheRegistryIfTheModelCameFromThere() throws IOException {
        // given
        Files.writeString(directory.resolve("registered_model_meta"), "model_name: card-fraud\nmodel_version: '12'\n");

        // when
        ModelPackage read = read(ONNX + "\nmodel_uuid: abc\n", ONE_COLUMN);

        // then
        assertThat(read.name()).isEqualTo("card-fraud");
        assertThat(read.version()).isEqualTo("12");
    }

    @Test
    void shouldLeaveTheVersionToTheDigestWhereThereIsNone() throws IOException {
        // given / when / then
        assertThat(read(ONNX, ONE_COLUMN).version()).isNull();
    }

    @Test
    void shouldReadAnXgboostModel() throws IOException {
        // given
        Files.createFile(directory.resolve("model.ubj"));

        // when
        ModelPackage read = read(
                "flavors: {python_function: {loader_module: mlflow.xgboost}, xgboost: {code: null, data: model.ubj, model_format: ubj}}",
                ONE_COLUMN);

        // then
        assertThat(read.engine()).isEqualTo("xgboost");
        assertThat(read.file()).isEqualTo(directory.resolve("model.ubj"));
    }

    @Test
    void shouldFindTheModelInADirectoryWithItsWeights() throws IOException {
        // given
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.createFile(data.resolve("net.onnx"));
        Files.createFile(data.resolve("net.onnx.data"));

        // when
        ModelPackage read = read("flavors: {onnx: {data: data}}", ONE_COLUMN);

        // then
        assertThat(read.file()).isEqualTo(data.resolve("net.onnx"));
    }

    @Test
    void shouldPreferADescriptionThatWasPutBesideIt() throws IOException {
        // given
        Files.writeString(
                directory.resolve("model.yaml"), "name: own\nversion: digest\ninputs: [{tensor: x, features: [a]}]\n");

        // when
        ModelPackage read = read(ONNX, ONE_COLUMN);

        // then
        assertThat(read.name()).isEqualTo("own");
        assertThat(read.version()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{sklearn: {pickled_model: m.pkl}, python_function: {loader_module: mlflow.sklearn}}|flavors: has sklearn, python_function, but"
                        + " only onnx and xgboost can be used, since no Python runs here. Export the model to ONNX and log it with mlflow.onnx",
                "none|flavors: missing: this is no model that MLflow saved",
                "{onnx: {onnx_version: 1}}|flavors.onnx.data: missing. It says which file is the model's",
                "{onnx: {data: ../model.onnx}}|flavors.onnx.data: '../model.onnx' is outside of the package's directory",
                "{onnx: {data: modle.onnx}}|flavors.onnx.data: there is no file 'modle.onnx' in DIR. Did you mean 'model.onnx'?"
            })
    void shouldNameTheFlavorThatCannotBeUsed(String flavors, String problem) {
        // given / when / then
        assertThat(problems("flavors: " + flavors, ONE_COLUMN)).containsExactly("DIR/MLmodel: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"float32\", \"shape\": [-1, 2]}}]|: gives tensors, not columns, so that"
                        + " nothing says which fields of the event feed them. Put a model.yaml into the directory that names the fields",
                "[{\"type\": \"double\"}]|[0].name: missing, so that nothing says which field of the event this is. Put a model.yaml into the"
                        + " directory that names the fields",
                "[{\"type\": \"double\", \"name\": \"mean radius\"}]|[0].name: the column 'mean radius' cannot be a field of an event, whose"
                        + " names have only letters, digits and _ and do not begin with a digit. Put a model.yaml into the directory that"
                        + " names the fields",
                "[{\"type\": \"datetime\", \"name\": \"day\"}]|[0].type: the column 'day' is datetime, which cannot feed a tensor as it is. Put"
                        + " a model.yaml into the directory that names the fields",
                "[{\"type\": \"array\", \"items\": {\"type\": \"double\"}, \"name\": \"list\"}]|[0].type: the column 'list' is array, which"
                        + " cannot feed a tensor as it is. Put a model.yaml into the directory that names the fields",
                "[{\"type\": \"long\", \"name\": \"a\"}, {\"type\": \"long\", \"name\": \"a\"}]|[1].name: the column 'a' is listed twice",
                "{}|: expected a JSON list of columns, found a mapping",
                "[{|: line 1, column 3: expected the node content, but found '<stream end>'"
            })
    void shouldNameTheColumnThatIsNoField(String inputs, String problem) {
        // given / when / then
        assertThat(problems(ONNX, inputs)).containsExactly("DIR/MLmodel: signature.inputs" + problem);
    }

    @Test
    void shouldAskForASignature() throws IOException {
        // given
        Files.writeString(directory.resolve("MLmodel"), ONNX + "\n");

        // when
        SetupException failure = catchThrowableOfType(SetupException.class, () -> ModelPackage.read(directory));

        // then
        assertThat(failure.problems())
                .containsExactly(directory.resolve("MLmodel")
                        + ": signature.inputs: missing, so that nothing says which fields of the event feed the model. Log the model with a"
                        + " signature, or put a model.yaml into the directory");
    }
}
