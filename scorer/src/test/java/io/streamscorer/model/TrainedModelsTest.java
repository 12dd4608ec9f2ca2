package io.streamscorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.model.ModelFixtures.Expected;
import io.streamscorer.packaging.Feeding;
import io.streamscorer.packaging.ModelPackage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds what the models predict here against what scikit-learn predicted where they were trained. */
class TrainedModelsTest {
    private static final double FLOAT32 = 1e-5;
    private static final double FLOAT64 = 1e-6;

    @ParameterizedTest
    @CsvSource({
        "breast-cancer, 1e-5",
        "wine-zipmap, 1e-5",
        "digits-zipmap, 1e-5",
        "digits-map-only, 1e-5",
        "wine-boosting, 1e-5",
        "wine-mlp, 1e-5",
        "wine-mlp-float64, 1e-6",
        "digit-images, 1e-5",
        "clinic, 1e-5",
        "onnx-external, 1e-5",
        "onnx-external-zipmap, 1e-5"
    })
    void shouldPredictWhatTheTrainingLibraryPredicts(String name, double tolerance) throws Exception {
        // given
        Expected expected = Expected.read(name);
        try (LoadedModel model = ModelFixtures.load(ModelPackage.read(ModelFixtures.directory(name)));
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = expected.batch(model);

            // when
            List<OutputTensor> outputs = session.score(batch, expected.rows().size());

            // then
            assertThat(expected.rows()).hasSizeGreaterThan(80);
            for (int row = 0; row < expected.rows().size(); row++) {
                assertProbabilities(model.roles(), outputs, expected, row, tolerance);
                assertThat(label(model.roles(), outputs, row)).isEqualTo(expected.text(row, "label"));
            }
        }
    }

    private static void assertProbabilities(
            OutputRoles roles, List<OutputTensor> outputs, Expected expected, int row, double tolerance) {
        OutputRoles.Probabilities role = Objects.requireNonNull(roles.probabilities());
        OutputTensor output = outputs.get(role.output());
        assertThat(output.elementsPerRow()).isEqualTo(role.classes().size());
        assertThat(output.rowShape()).containsExactly(role.classes().size());
        for (int k = 0; k < role.classes().size(); k++) {
            assertThat(ModelFixtures.number(output, row, k))
                    .as("row %d, class %s", row, role.classes().get(k))
                    .isCloseTo(
                            expected.number(row, "probability_" + role.classes().get(k)), within(tolerance));
        }
    }

    private static String label(OutputRoles roles, List<OutputTensor> outputs, int row) {
        OutputRoles.Label role = Objects.requireNonNull(roles.label());
        if (role.output() < 0) {
            OutputRoles.Probabilities classes = Objects.requireNonNull(roles.probabilities());
            OutputTensor probabilities = outputs.get(classes.output());
            int best = 0;
            for (int k = 1; k < probabilities.elementsPerRow(); k++) {
                if (ModelFixtures.number(probabilities, row, k) > ModelFixtures.number(probabilities, row, best)) {
                    best = k;
                }
            }
            return classes.classes().get(best);
        }
        OutputTensor output = outputs.get(role.output());
        assertThat(output.rowShape()).isEmpty();
        if (output.dtype() == Dtype.STRING) {
            return output.strings()[row];
        }
        int value = (int) ModelFixtures.number(output, row, 0);
        return role.classes() == null ? String.valueOf(value) : role.classes().get(value);
    }

    @ParameterizedTest
    @CsvSource({"diabetes-fields, 10", "diabetes-batch-1, 1", "diabetes-batch-4, 1"})
    void shouldRegressWhatTheTrainingLibraryRegresses(String name, int tensors) throws Exception {
        // given
        Expected expected = Expected.read(name);
        try (LoadedModel model = ModelFixtures.load(ModelPackage.read(ModelFixtures.directory(name)));
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = expected.batch(model);

            for (int rows : new int[] {expected.rows().size(), 1, 3, 4, 5, 8, 2}) {
                // when
                List<OutputTensor> outputs = session.score(batch, rows);

                // then: 99 rows are 24 full slices of 4 and one of 3
                assertThat(model.inputs()).hasSize(tensors);
                assertThat(model.roles().score()).isEqualTo(new OutputRoles.Score(0, 0));
                for (int row = 0; row < rows; row++) {
                    double prediction = expected.number(row, "prediction");
                    assertThat(ModelFixtures.number(outputs.get(0), row, 0))
                            .isCloseTo(prediction, within(FLOAT32 * Math.abs(prediction)));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"vocabularies, 2e-5", "arrivals, 1e-5", "mlflow-diabetes, 1e-5"})
    void shouldRegressFromEncodedAndPreciseNumbers(String name, double tolerance) throws Exception {
        // given
        Expected expected = Expected.read(name);
        try (LoadedModel model = ModelFixtures.load(ModelPackage.read(ModelFixtures.directory(name)));
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = expected.batch(model);

            // when
            OutputTensor output = session.score(batch, expected.rows().size()).get(0);

            // then
            assertThat(expected.rows()).hasSizeGreaterThanOrEqualTo(50);
            for (int row = 0; row < expected.rows().size(); row++) {
                double prediction = expected.number(row, "prediction");
                assertThat(ModelFixtures.number(output, row, 0))
                        .as("row %d", row)
                        .isCloseTo(prediction, within(tolerance * Math.abs(prediction)));
            }
        }
    }

    @Test
    void shouldNotNarrowFloat64OnItsWay() throws Exception {
        // given: times in milliseconds, which float32 rounds to two minutes
        Expected expected = Expected.read("arrivals");
        try (LoadedModel model = ModelFixtures.load(ModelPackage.read(ModelFixtures.directory("arrivals")));
                ScoringSession session = model.openSession()) {
            FeatureBatch narrowed = expected.batch(model);
            for (int row = 0; row < expected.rows().size(); row++) {
                ModelFixtures.put(narrowed, 0, row * 2, (float) expected.number(row, "arrived_at"));
            }

            // when
            OutputTensor output =
                    session.score(narrowed, expected.rows().size()).get(0);

            // then: what narrowing would have done
            long wrong = IntStream.range(0, expected.rows().size())
                    .filter(row ->
                            Math.abs(ModelFixtures.number(output, row, 0) - expected.number(row, "prediction")) > 0.1)
                    .count();
            assertThat(model.inputs().get(0).dtype()).isEqualTo(Dtype.FLOAT64);
            assertThat(wrong).isGreaterThan(30);
        }
    }

    @Test
    void shouldGiveAFieldAllOfTheRowsElementsWhereItIsTheOnlyOne() {
        // given
        ModelPackage images = ModelPackage.read(ModelFixtures.directory("digit-images"));

        // when
        try (LoadedModel model = ModelFixtures.load(images)) {
            // then
            assertThat(model.inputs().get(0).rowShape()).containsExactly(1L, 8L, 8L);
            assertThat(model.inputs().get(0).features())
                    .extracting(Feature::width)
                    .containsExactly(64);
            assertThat(model.outputNames()).containsExactly("probabilities", "pooled");
        }
    }

    @Test
    void shouldTakeTheTensorsInTheFilesOrderWhateverTheOrderInModelYaml() {
        // given
        ModelPackage diabetes = ModelPackage.read(ModelFixtures.directory("diabetes-fields"));

        // when
        try (LoadedModel model = ModelFixtures.load(diabetes)) {
            // then
            assertThat(((Feeding.Described) diabetes.feeding()).inputs().get(0).tensor())
                    .isEqualTo("s6");
            assertThat(model.inputs().get(0).name()).isEqualTo("age");
            assertThat(model.inputs().get(0).features().get(0).field().toString())
                    .isEqualTo("patient.age");
        }
    }

    @Test
    void shouldKeepTheOrderOfClassesThatAHashMapWouldPermute() {
        // given
        ModelPackage digits = ModelPackage.read(ModelFixtures.directory("digits-map-only"));

        // when
        try (LoadedModel model = ModelFixtures.load(digits)) {
            // then
            List<String> classes =
                    Objects.requireNonNull(model.roles().probabilities()).classes();
            assertThat(classes).containsExactly("approve", "decline", "refer", "review");
            assertThat(new ArrayList<>(new HashSet<>(classes))).isNotEqualTo(classes);
            assertThat(model.roles().label()).isEqualTo(new OutputRoles.Label(-1, null));
            assertThat(model.roles().score()).isEqualTo(new OutputRoles.Score(0, -1));
            assertThat(model.outputNames()).containsExactly("probabilities");
        }
    }

    @Test
    void shouldResolveTheRolesOfTheBreastCancerPackage() {
        // given
        ModelPackage cancer = ModelPackage.read(ModelFixtures.directory("breast-cancer"));

        // when
        try (LoadedModel model = ModelFixtures.load(cancer)) {
            // then
            assertThat(model.name()).isEqualTo("breast-cancer");
            assertThat(model.version()).isEqualTo("1");
            assertThat(model.device()).isEqualTo("cpu");
            assertThat(model.digest()).matches("[0-9a-f]{64}");
            assertThat(model.roles())
                    .isEqualTo(new OutputRoles(
                            new OutputRoles.Score(1, 0),
                            new OutputRoles.Label(0, List.of("malignant", "benign")),
                            new OutputRoles.Probabilities(1, List.of("malignant", "benign"))));
        }
    }

    @Test
    void shouldGiveTheSameFromSeveralThreadsAtOnce() throws Exception {
        // given
        Expected expected = Expected.read("wine-mlp-float64");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (LoadedModel model = ModelFixtures.load(ModelPackage.read(ModelFixtures.directory("wine-mlp-float64")))) {
            Callable<Double> worst = () -> {
                double difference = 0;
                try (ScoringSession session = model.openSession()) {
                    FeatureBatch batch = expected.batch(model);
                    for (int i = 0; i < 200; i++) {
                        int rows = 1 + i % expected.rows().size();
                        OutputTensor output = session.score(batch, rows).get(0);
                        difference = Math.max(
                                difference,
                                Math.abs(ModelFixtures.number(output, rows - 1, 2)
                                        - expected.number(rows - 1, "probability_2")));
                    }
                }
                return difference;
            };

            // when
            List<Future<Double>> results = threads.invokeAll(List.of(worst, worst, worst, worst));

            // then
            for (Future<Double> result : results) {
                assertThat(result.get()).isLessThan(FLOAT64);
            }
        } finally {
            threads.shutdown();
        }
    }
}
