package io.streamscorer.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Encoding;
import io.streamscorer.features.MissingValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPackageTest {
    @TempDir
    private Path directory;

    private List<String> problems(String yaml) throws IOException {
        Files.writeString(directory.resolve("model.yaml"), yaml);
        SetupException failure = catchThrowableOfType(SetupException.class, () -> ModelPackage.read(directory));
        return failure == null ? List.of() : failure.problems();
    }

    private static List<Feeding.Input> inputs(ModelPackage modelPackage) {
        return ((Feeding.Described) modelPackage.feeding()).inputs();
    }

    @Test
    void shouldReadTheCommentedExample() {
        // given
        Path cancer =
                Path.of("target", "test-classes", "models", "breast-cancer").toAbsolutePath();

        // when
        ModelPackage read = ModelPackage.read(cancer);

        // then
        assertThat(read.file()).isEqualTo(cancer.resolve("model.onnx"));
        assertThat(inputs(read)).hasSize(1);
        assertThat(inputs(read).get(0).dtype()).isEqualTo(Dtype.FLOAT32);
        assertThat(inputs(read).get(0).features()).hasSize(30);
        assertThat(inputs(read).get(0).features().get(0).missing()).isEqualTo(new MissingValue.Reject());
        assertThat(inputs(read).get(0).features().get(29).missing()).isEqualTo(new MissingValue.Constant(0));
        assertThat(read.outputs())
                .extracting(OutputMapping::score)
                .isEqualTo(new OutputMapping.Score("probabilities", new OutputMapping.Pick.OfClass("malignant")));
    }

    @Test
    void shouldReportAllMistakesAtOnceEachWithItsPlace() throws IOException {
        // given
        Files.createFile(directory.resolve("model.onnx"));
        String yaml = """
                nam: x
                version: 1.10
                file: modell.onnx
                inputs:
                  - tensor: a
                    dtype: flaot32
                    missing: sometimes
                    features: [x, y..z, x, true]
                  - tensor: b
                    feature: [x]
                outputs:
                  score: { output: y, class: a, max: true }
                  label: { max: true }
                  probability: y
                """;

        // when
        List<String> problems = problems(yaml);

        // then
        String place = directory.resolve("model.yaml") + ": ";
        assertThat(problems).allMatch(problem -> problem.startsWith(place) && !problem.contains("\n"));
        assertThat(problems.stream().map(problem -> problem.substring(place.length())))
                .containsExactlyInAnyOrder(
                        "nam: unknown key. Did you mean 'name'?",
                        "name: missing. It says what the model is called, for example card-fraud",
                        "version: expected text, found the number 1.1. Put it in quotes",
                        "file: there is no file 'modell.onnx' in " + directory + ". Did you mean 'model.onnx'?",
                        "inputs[0].dtype: unknown element type 'flaot32'. Did you mean 'float32'?",
                        "inputs[0].missing: expected reject, nan, a number, default or {text: \"...\"}, found the text 'sometimes'",
                        "inputs[0].features[1]: A field path needs names joined by single dots, not 'y..z'",
                        "inputs[0].features[2]: the field 'x' is listed twice in one tensor",
                        "inputs[0].features[3]: expected text, found the truth value true. Put it in quotes",
                        "inputs[1].feature: unknown key. Did you mean 'features'?",
                        "inputs[1].features: missing. It lists the event fields that make the tensor, in order",
                        "outputs.score: give only one of class, element and max",
                        "outputs.label: max: true needs outputs.probabilities, whose largest class becomes the label",
                        "outputs.probability: unknown key. Did you mean 'probabilities'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"reject|", "nan|NaN", ".nan|NaN", "0|0", "-1.5|-1.5", "true|1"})
    void shouldReadWhatAMissingValueBecomes(String text, String value) throws IOException {
        // given
        Files.createFile(directory.resolve("model.onnx"));
        Files.writeString(
                directory.resolve("model.yaml"),
                "name: n\nversion: 1\ninputs: [{tensor: x, missing: " + text + ", features: [a]}]\n");

        // when
        ModelPackage read = ModelPackage.read(directory);

        // then
        MissingValue expected =
                value == null ? new MissingValue.Reject() : new MissingValue.Constant(Double.parseDouble(value));
        assertThat(inputs(read).get(0).features().get(0).missing()).isEqualTo(expected);
        assertThat(read.version()).isEqualTo("1");
    }

    @Test
    void shouldNameTheOneLineWhereTheYamlIsBroken() throws IOException {
        // given / when
        List<String> unbalanced = problems("name: [x\nversion: 1\n");
        List<String> twice = problems("name: a\nname: b\n");
        List<String> deep = problems("[".repeat(200));
        List<String> unsafe = problems("!!javax.script.ScriptEngineManager []\n");
        List<String> empty = problems("");

        // then
        for (List<String> problems : Arrays.asList(unbalanced, twice, deep, unsafe)) {
            assertThat(problems).hasSize(1);
            assertThat(problems.get(0))
                    .startsWith(directory.resolve("model.yaml") + ": ")
                    .doesNotContain("\n");
        }
        assertThat(unbalanced.get(0)).contains("line 2");
        assertThat(twice.get(0)).contains("duplicate key name");
        assertThat(unsafe.get(0)).contains("Global tag is not allowed");
        assertThat(empty.get(0)).contains("expected a mapping").contains("found nothing");
    }

    @Test
    void shouldSayWhatAPackageIsWhereThereIsNone() {
        // given
        Path nowhere = directory.resolve("nowhere");

        // when
        SetupException missing = catchThrowableOfType(SetupException.class, () -> ModelPackage.read(nowhere));
        SetupException bare = catchThrowableOfType(SetupException.class, () -> ModelPackage.read(directory));

        // then
        assertThat(missing).hasMessageContaining("there is nothing there");
        assertThat(bare).hasMessageContaining("has neither model.yaml nor MLmodel");
    }

    @Test
    void shouldAskForTheFileWhereThereAreSeveral() throws IOException {
        // given
        Files.createFile(directory.resolve("a.onnx"));
        Files.createFile(directory.resolve("b.onnx"));

        // when
        List<String> problems = problems("name: n\nversion: 1\ninputs: [{tensor: x, features: [a]}]\n");
        List<String> outside = problems("name: n\nversion: 1\nfile: ../x.onnx\ninputs: [{tensor: x, features: [a]}]\n");

        // then
        assertThat(problems).singleElement().asString().contains("several models: a.onnx, b.onnx");
        assertThat(outside).singleElement().asString().contains("outside of the package's directory");
    }

    @Test
    void shouldRefuseATensorThatIsMappedTwice() throws IOException {
        // given
        Files.createFile(directory.resolve("a.onnx"));

        // when
        List<String> problems =
                problems("name: n\nversion: 1\ninputs: [{tensor: x, features: [a]}, {tensor: x, features: [b]}]\n");

        // then
        assertThat(problems).singleElement().asString().contains("inputs[1].tensor: 'x' is mapped twice");
    }

    @Test
    void shouldReadEngineSamplesAndNamesOfOutputs() throws IOException {
        // given
        Files.createFile(directory.resolve("scripted.pt"));
        Files.createDirectory(directory.resolve("checks"));
        Files.createFile(directory.resolve("checks/samples.jsonl"));
        Files.writeString(directory.resolve("model.yaml"), """
                name: n
                version: digest
                engine: pytorch
                inputs: [{tensor: x, dtype: float32, shape: [3, 4], features: [pixels]}]
                outputs: {names: [logits, my-embedding]}
                samples: {file: checks/samples.jsonl, tolerance: 1e-4}
                """);

        // when
        ModelPackage read = ModelPackage.read(directory);

        // then
        assertThat(read.file()).isEqualTo(directory.resolve("scripted.pt"));
        assertThat(read.version()).isNull();
        assertThat(read.engine()).isEqualTo("pytorch");
        assertThat(inputs(read).get(0).shape()).containsExactly(3L, 4L);
        assertThat(read.outputNames()).containsExactly("logits", "my-embedding");
        assertThat(read.outputs()).isNull();
        assertThat(read.samples()).isEqualTo(new Samples(directory.resolve("checks/samples.jsonl"), 1e-4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "samples: other.jsonl|samples: there is no file 'other.jsonl' in DIR. Known: 'model.onnx', 'model.yaml'.",
                "samples: {tolerance: 0}|samples.file: missing. It says which file holds the events and the predictions that they should get",
                "samples: {file: ../samples.jsonl}|samples.file: '../samples.jsonl' is outside of the package's directory",
                "samples: {file: model.onnx, tolerance: -1}|samples.tolerance: expected a number from 0, found the number -1",
                "samples: {file: model.onnx, tolerance: low}|samples.tolerance: expected a number, found the text 'low'",
                "engine: onxx|engine: unknown engine 'onxx'. Did you mean 'onnx'?",
                "outputs: {names: y}|outputs.names: expected a list with at least one entry, found the text 'y'",
                "outputs: {names: [y, y]}|outputs.names[1]: 'y' is listed twice",
                "outputs: y|outputs: expected a mapping with names, score, label, probabilities, found the text 'y'"
            })
    void shouldNameTheKeyThatIsWrong(String line, String problem) throws IOException {
        // given
        Files.createFile(directory.resolve("model.onnx"));

        // when
        List<String> problems = problems("name: n\nversion: 1\ninputs: [{tensor: x, features: [a]}]\n" + line + "\n");

        // then
        assertThat(problems)
                .containsExactly(directory.resolve("model.yaml") + ": " + problem.replace("DIR", directory.toString()));
    }

    @Test
    void shouldTakeAFileAlone() throws IOException {
        // given
        Path file = Files.createFile(directory.resolve("card-fraud.v2.onnx"));

        // when
        ModelPackage read = ModelPackage.read(file);

        // then
        assertThat(read.name()).isEqualTo("card-fraud.v2");
        assertThat(read.version()).isNull();
        assertThat(read.file()).isEqualTo(file);
        assertThat(read.feeding()).isEqualTo(new Feeding.ByName());
    }

    @Test
    void shouldReadTheExampleInTheReadme() throws IOException {
        // given
        Files.createFile(directory.resolve("model.onnx"));
        String readme = Files.readString(Path.of("..", "README.md"));
        int start = readme.indexOf("name: card-risk");
        Files.writeString(directory.resolve("model.yaml"), readme.substring(start, readme.indexOf("```", start)));

        // when
        ModelPackage read = ModelPackage.read(directory);

        // then
        assertThat(inputs(read)).extracting(Feeding.Input::tensor).containsExactly("numbers", "merchant", "picture");
        assertThat(inputs(read).get(0).features().get(2).encoding())
                .isEqualTo(new Encoding.Vocabulary(Map.of("DE", 0.0, "FR", 1.0, "NO", 2.0), -1.0));
        assertThat(inputs(read).get(1).features().get(0).missing()).isEqualTo(new MissingValue.Text(""));
    }

    @Test
    void shouldReadEveryPackageOfTheTests() throws IOException {
        // given
        Path models = Path.of("target", "test-classes", "models").toAbsolutePath();

        // when
        List<ModelPackage> packages;
        try (Stream<Path> directories = Files.list(models)) {
            packages = directories
                    .filter(each -> !each.endsWith("small"))
                    .map(ModelPackage::read)
                    .toList();
        }

        // then
        assertThat(packages)
                .hasSizeGreaterThan(13)
                .extracting(ModelPackage::name)
                .contains("clinic");
    }
}
