package io.streamscorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.packaging.ModelPackage;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outputs of every type, their names, and the roles that they can have. */
class OutputTypesTest {
    private static final List<String> NAMES =
            List.of("path/to/output:0", "my-output", "half", "int8", "uint8", "int32", "int64", "positive", "word");
    private static final List<String> WORDS = List.of("zero", "one", "two", "three", "many");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"gives-many", "gives-many-batch-1", "gives-many-batch-4"})
    void shouldGiveEveryTypeWhateverTheSizeOfTheBatch(String name) throws Exception {
        // given: the model's batch is open, 1 and 4
        try (LoadedModel model = ModelFixtures.load(ModelFixtures.wrap(directory, name));
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = ModelFixtures.batch(model, 11);
            for (int row = 0; row < 11; row++) {
                ModelFixtures.put(batch, 0, row * 2, row);
                ModelFixtures.put(batch, 0, row * 2 + 1, 100 - row);
            }

            for (int rows : new int[] {11, 1, 2, 3, 4, 5, 8}) {
                // when
                List<OutputTensor> outputs = session.score(batch, rows);

                // then
                assertThat(model.outputNames()).isEqualTo(NAMES);
                assertThat(outputs)
                        .extracting(OutputTensor::dtype)
                        .containsExactly(
                                Dtype.FLOAT32,
                                Dtype.FLOAT64,
                                Dtype.FLOAT32,
                                Dtype.INT8,
                                Dtype.UINT8,
                                Dtype.INT32,
                                Dtype.INT64,
                                Dtype.BOOLEAN,
                                Dtype.STRING);
                for (int row = 0; row < rows; row++) {
                    for (OutputTensor output : outputs.subList(0, 7)) {
                        assertThat(ModelFixtures.number(output, row, 0)).isEqualTo(row);
                        assertThat(ModelFixtures.number(output, row, 1)).isEqualTo(100 - row);
                    }
                    assertThat(ModelFixtures.number(outputs.get(7), row, 0)).isEqualTo(row > 0 ? 1 : 0);
                    assertThat(outputs.get(8).strings()[row]).isEqualTo(WORDS.get(Math.min(row, 4)));
                }
            }
        }
    }

    @Test
    void shouldCallTheOutputsAsThePackageDoes() {
        // given
        ModelPackage renamed = ModelFixtures.wrap(directory, "gives-many", """
                inputs: [{tensor: x, features: [a, b]}]
                outputs:
                  names: [logits, b, c, d, e, f, g, is_fraud, word]
                  score: {output: logits, element: 1}
                  label: is_fraud
                """);

        // when
        try (LoadedModel model = ModelFixtures.load(renamed)) {
            // then
            assertThat(model.outputNames()).containsExactly("logits", "b", "c", "d", "e", "f", "g", "is_fraud", "word");
            assertThat(model.roles())
                    .isEqualTo(new OutputRoles(new OutputRoles.Score(0, 1), new OutputRoles.Label(7, null), null));
        }
    }

    @Test
    void shouldTakeNamesWithSlashesColonsAndDashesInRoles() {
        // given
        ModelPackage odd = ModelFixtures.wrap(directory, "gives-many", """
                inputs: [{tensor: x, features: [a, b]}]
                outputs:
                  score: {output: my-output, max: true}
                  probabilities: {output: "path/to/output:0", classes: [no, yes]}
                  label: {output: positive, classes: [no, yes]}
                """);

        // when
        try (LoadedModel model = ModelFixtures.load(odd)) {
            // then
            assertThat(model.roles().score()).isEqualTo(new OutputRoles.Score(1, -1));
            assertThat(Objects.requireNonNull(model.roles().probabilities()).classes())
                    .containsExactly("no", "yes");
            assertThat(model.roles().label()).isEqualTo(new OutputRoles.Label(7, List.of("no", "yes")));
        }
    }

    @Test
    void shouldFindTheRolesWhereOnlyNamesAreGiven() {
        // given
        ModelPackage renamed = ModelFixtures.wrap(directory, "needs-rank-one", """
                inputs: [{tensor: x, features: [a]}]
                outputs: {names: [prediction]}
                """);

        // when
        try (LoadedModel model = ModelFixtures.load(renamed)) {
            // then
            assertThat(model.outputNames()).containsExactly("prediction");
            assertThat(model.roles().score()).isEqualTo(new OutputRoles.Score(0, 0));
        }
    }

    @Test
    void shouldFindADeepOutputThatTheFileKeepsToItselfWhenItRuns() {
        // given
        ModelPackage deep = ModelFixtures.wrap(directory, "gives-deep-unsaid", """
                inputs: [{tensor: x, features: [a, b]}]
                outputs: {score: {output: y, max: true}, probabilities: {output: y, classes: [a, b]}}
                """);

        // when
        SetupException failure = catchThrowableOfType(SetupException.class, () -> ModelFixtures.load(deep));

        // then
        String place = directory.resolve("model.yaml") + ": ";
        assertThat(failure.problems())
                .containsExactly(
                        place
                                + "outputs.score: is taken from rows of one dimension, but the model gives rows of shape [2, 1] for 'y'",
                        place
                                + "outputs.probabilities: is taken from rows of one dimension, but the model gives rows of shape [2, 1]"
                                + " for 'y'");
    }
}
