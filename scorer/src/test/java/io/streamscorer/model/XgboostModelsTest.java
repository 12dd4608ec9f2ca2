package io.streamscorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.model.ModelFixtures.Expected;
import io.streamscorer.packaging.ModelPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import ml.dmlc.xgboost4j.java.BoosterTraining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds XGBoost's models against their trees, worked out without XGBoost, and against XGBoost's own calls. */
class XgboostModelsTest {
    @TempDir
    private Path directory;

    private static List<List<String>> columns(String name) {
        return name.equals("xgboost-classes")
                ? List.of(List.of("probability_0", "probability_1", "probability_2"))
                : List.of(List.of("prediction"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xgboost-binary", "xgboost-classes", "xgboost-regression"})
    void shouldPredictWhatTheTreesSay(String name) throws Exception {
        // given
        EngineScenarios model = EngineScenarios.of(name);

        // when / then: measured 2e-7 at most
        assertThat(model.difference(columns(name))).isEqualTo(0, within(1e-6));
        assertThat(model.parallel(columns(name))).isEqualTo(0, within(1e-6));
        assertThat(model.alone()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"xgboost-binary", "xgboost-classes", "xgboost-regression"})
    void shouldPredictWhatXgboostsOwnCallsPredict(String name) throws Exception {
        // given
        Expected expected = Expected.read(name);
        ModelPackage modelPackage = ModelPackage.read(ModelFixtures.directory(name));
        int rows = expected.rows().size();
        try (LoadedModel model = ModelFixtures.load(modelPackage);
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = expected.batch(model);
            float[] features = new float[rows * model.inputs().get(0).rowElements()];
            batch.buffer(0).asFloatBuffer().get(features);

            // when
            OutputTensor output = session.score(batch, rows).get(0);
            float[] own = BoosterTraining.predict(modelPackage.file(), features, rows);

            // then
            assertThat(own).hasSize(rows * output.elementsPerRow());
            for (int i = 0; i < own.length; i++) {
                assertThat(ModelFixtures.number(output, i / output.elementsPerRow(), i % output.elementsPerRow()))
                        .isEqualTo(own[i]);
            }
        }
    }

    @Test
    void shouldBlameABatchWithAnInfiniteValueAndScoreTheNext() throws Exception {
        // given
        Expected expected = Expected.read("xgboost-binary");
        try (LoadedModel model = ModelFixtures.load(ModelPackage.read(ModelFixtures.directory("xgboost-binary")));
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = expected.batch(model);
            double first = expected.number(0, "prediction");
            ModelFixtures.put(batch, 0, model.inputs().get(0).rowElements(), Double.POSITIVE_INFINITY);

            // when / then
            assertThatThrownBy(() -> session.score(batch, 2))
                    .isInstanceOf(ScoringException.class)
                    .hasMessageContaining("batch of 2 rows");
            assertThat(ModelFixtures.number(session.score(batch, 1).get(0), 0, 0))
                    .isCloseTo(first, within(1e-6));
        }
    }

    @Test
    void shouldTakeTheClassesFromTheFile() {
        // given
        ModelPackage classes = ModelPackage.read(ModelFixtures.directory("xgboost-classes"));

        // when
        try (LoadedModel model = ModelFixtures.load(classes)) {
            // then
            assertThat(Objects.requireNonNull(model.roles().probabilities()).classes())
                    .containsExactly("0", "1", "2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xgboost-binary", "xgboost-regression"})
    void shouldStartPredictionsWhereFilesOfNewerVersionsSay(String name) throws Exception {
        // given: XGBoost 3.1 writes base_score as a list
        Path copy = ModelFixtures.copy(directory, name);
        replace(copy.resolve("model.json"), "\"base_score\":\"([^\"]*)\"", "\"base_score\":\"[$1]\"");

        // when / then
        assertThat(EngineScenarios.of(name, copy).difference(columns(name))).isEqualTo(0, within(1e-6));
    }

    @Test
    void shouldRefuseAModelThatHasMoreTreesThanPythonWouldUse() throws Exception {
        // given
        Path early = ModelFixtures.copy(directory, "xgboost-binary");
        replace(
                early.resolve("model.json"),
                "\"attributes\":\\{}",
                "\"attributes\":{\"best_iteration\":\"3\",\"best_score\":\"0.1\",\"scikit_learn\":\"{}\"}");

        // when / then
        assertThat(ModelFixtures.problems(early))
                .containsExactly(
                        "DIR/model.json: training stopped early, and of the model's 20 rounds of trees the first 4 were the"
                                + " best (best_iteration). XGBoost's scikit-learn classes predict with these alone, its"
                                + " Booster with all, as would be done here. Save it again with what is to be used:"
                                + " booster[:4], or all after booster.set_attr(best_iteration=None)");
    }

    @Test
    void shouldTakeAModelWhoseLastRoundWasTheBest() throws Exception {
        // given
        Path copy = ModelFixtures.copy(directory, "xgboost-binary");
        Path file = copy.resolve("model.json");
        replace(file, "\"attributes\":\\{}", "\"attributes\":{\"best_iteration\":\"19\"}");

        // when / then
        assertThat(EngineScenarios.of("xgboost-binary", copy).difference(columns("xgboost-binary")))
                .isEqualTo(0, within(1e-6));

        // when: files before XGBoost 2.0 do not say where rounds begin
        replace(file, "\"best_iteration\":\"19\"", "\"best_iteration\":\"18\"");
        replace(file, "\"iteration_indptr\":\\[[^\\]]*],", "");

        // then
        assertThat(ModelFixtures.problems(copy)).singleElement().asString().contains("of the model's 20 rounds");
    }

    @Test
    void shouldRefuseFeaturesInAnotherOrderThanTheFilesColumns() throws Exception {
        // given
        String right = "[\"age\",\"sex\",\"bmi\",\"bp\",\"s1\",\"s2\",\"s3\",\"s4\",\"s5\",\"s6\"]";
        Path named = ModelFixtures.copy(directory, "xgboost-regression");
        replace(named.resolve("model.json"), "\"feature_names\":\\[]", "\"feature_names\":" + right);
        Path swapped = ModelFixtures.copy(directory, "xgboost-regression");
        replace(
                swapped.resolve("model.json"),
                "\"feature_names\":\\[]",
                "\"feature_names\":" + right.replace("\"sex\",\"bmi\"", "\"bmi\",\"sex\""));
        Path foreign = ModelFixtures.copy(directory, "xgboost-regression");
        replace(
                foreign.resolve("model.json"),
                "\"feature_names\":\\[]",
                "\"feature_names\":" + right.replace("s6", "s7"));

        // when / then
        assertThat(ModelFixtures.problems(swapped))
                .containsExactly(
                        "DIR/model.json: the features are the model's columns, but in another order: column 2 is"
                                + " 'bmi' to the model, and feature 2 is 'sex'. List the features in the order of the file's"
                                + " feature_names");
        String name = "xgboost-regression";
        assertThat(EngineScenarios.of(name, named).difference(columns(name))).isEqualTo(0, within(1e-6));
        assertThat(EngineScenarios.of(name, foreign).difference(columns(name))).isEqualTo(0, within(1e-6));
    }

    @Test
    void shouldRefuseAStartForEachClass() throws Exception {
        // given
        Path copy = ModelFixtures.copy(directory, "xgboost-binary");
        replace(copy.resolve("model.json"), "\"base_score\":\"[^\"]*\"", "\"base_score\":\"[1E-1,2E-1]\"");

        // when / then
        assertThat(ModelFixtures.problems(copy))
                .containsExactly(
                        "DIR/model.json: the XGBoost model starts each class or target elsewhere (base_score [1E-1, 2E-1]),"
                                + " which this version of XGBoost would leave out. Train it with one base_score, or export it to ONNX");
    }

    @ParameterizedTest
    @CsvSource({"xgboost-binary, model.json", "xgboost-classes, model.ubj"})
    void shouldSayInOneLineThatAFileIsNoModel(String name, String fileName) throws Exception {
        // given
        Path copy = ModelFixtures.copy(directory, name);
        Path file = copy.resolve(fileName);
        byte[] good = Files.readAllBytes(file);
        byte[] text = "name,amount\n".repeat(20).getBytes(StandardCharsets.UTF_8);
        byte[] other = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);

        for (byte[] bytes : List.of(
                Arrays.copyOf(good, good.length / 2), Arrays.copyOf(good, good.length - 1), text, other, new byte[0])) {
            Files.write(file, bytes);

            // when / then
            assertThat(ModelFixtures.problems(copy))
                    .singleElement()
                    .asString()
                    .startsWith("DIR/" + fileName + ": is no XGBoost model")
                    .doesNotContain("\n", "\tat", "Stack trace");
        }
    }

    @Test
    void shouldSayInOneLineThatXgboostRefusesTheTrees() throws Exception {
        // given: sound JSON around trees that are none
        Path copy = ModelFixtures.copy(directory, "xgboost-binary");
        replace(copy.resolve("model.json"), "\"left_children\"", "\"left_children_\"");

        // when / then
        assertThat(ModelFixtures.problems(copy))
                .singleElement()
                .asString()
                .startsWith("DIR/model.json: XGBoost 3.0")
                .contains("cannot load the model")
                .doesNotContain("Stack trace");
    }

    @Test
    void shouldRefuseAnotherNumberOfFeatures() throws Exception {
        // given: XGBoost itself would take fewer without a word
        Path copy = ModelFixtures.copy(directory, "xgboost-binary");
        replace(copy.resolve("model.yaml"), "mean_radius, ", "");

        // when / then
        assertThat(ModelFixtures.problems(copy))
                .containsExactly(
                        "DIR/model.yaml: inputs: 'features' has 7 features, but the model takes 8 (float32[N, 8])");
    }

    @Test
    void shouldRefuseAGpuAndTakeTheCpuWhereItIsFree() {
        // given
        ModelPackage binary = ModelPackage.read(ModelFixtures.directory("xgboost-binary"));

        // when / then
        assertThatThrownBy(() -> Models.load(binary, new ModelSettings("gpu:0", 1, 8)))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("set to gpu:0")
                .hasMessageContaining("runs on the CPU alone");
        try (LoadedModel model = Models.load(binary, new ModelSettings("auto", 2, 8))) {
            assertThat(model.device()).isEqualTo("cpu");
        }
    }

    private static void replace(Path file, String pattern, String replacement) throws IOException {
        String text = Files.readString(file);
        String changed = text.replaceAll(pattern, replacement);
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(file, changed);
    }
}
