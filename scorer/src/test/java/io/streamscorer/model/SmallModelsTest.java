package io.streamscorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.packaging.ModelPackage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallModelsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "echo-float, FLOAT32, -1.5, 3.25",
        "echo-double, FLOAT64, -1.1, 1e300",
        "echo-int8, INT8, -128, 127",
        "echo-uint8, UINT8, 255, 128",
        "echo-int32, INT32, -2147483648, 2147483647",
        "echo-int64, INT64, -9007199254740992, 9007199254740992",
        "echo-bool, BOOLEAN, 1, 0",
        "gives-float16, FLOAT32, -1.5, 0.25"
    })
    void shouldFeedAndReadEveryType(String name, Dtype dtype, double left, double right) throws Exception {
        // given
        try (LoadedModel model = ModelFixtures.load(ModelFixtures.wrap(directory, name));
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = ModelFixtures.batch(model, 5);
            for (int row = 0; row < 3; row++) {
                ModelFixtures.put(batch, 0, row * 2, row == 1 ? right : left);
                ModelFixtures.put(batch, 0, row * 2 + 1, row == 1 ? left : right);
            }

            // when
            OutputTensor output = session.score(batch, 3).get(0);

            // then
            assertThat(output.dtype()).isEqualTo(dtype);
            assertThat(output.elementsPerRow()).isEqualTo(2);
            assertThat(ModelFixtures.number(output, 0, 0)).isEqualTo(left);
            assertThat(ModelFixtures.number(output, 0, 1)).isEqualTo(right);
            assertThat(ModelFixtures.number(output, 1, 0)).isEqualTo(right);
            assertThat(ModelFixtures.number(output, 2, 1)).isEqualTo(right);
        }
    }

    @Test
    void shouldCountTheEnginesTensorsUntilTheirCallIsOver() throws Exception {
        // given
        AtomicBoolean stopped = new AtomicBoolean();
        try (LoadedModel model = ModelFixtures.load(ModelFixtures.wrap(directory, "echo-float"))) {
            Thread scoring = new Thread(() -> {
                try (ScoringSession session = model.openSession()) {
                    FeatureBatch batch = ModelFixtures.batch(model, 4096);
                    while (!stopped.get()) {
                        session.score(batch, 4096);
                    }
                } catch (ScoringException e) {
                    throw new IllegalStateException(e);
                }
            });
            scoring.start();

            // when
            long most = 0;
            for (long end = System.nanoTime() + 20_000_000_000L; most == 0 && System.nanoTime() < end; ) {
                most = model.openTensors();
            }
            stopped.set(true);
            scoring.join();

            // then: one input, one output
            assertThat(most).isBetween(1L, 2L);
            assertThat(model.openTensors()).isZero();
        }
    }

    @Test
    void shouldFeedHalvesAndReadThemAsFloats() throws Exception {
        // given
        try (LoadedModel model = ModelFixtures.load(ModelFixtures.wrap(directory, "echo-float16"));
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = ModelFixtures.batch(model, 2);
            short[] halves = {(short) 0xBE00, 0x4280, 0x0001, 0x7BFF};
            for (int element = 0; element < halves.length; element++) {
                batch.buffer(0).putShort(element * 2, halves[element]);
            }

            // when
            OutputTensor output = session.score(batch, 2).get(0);

            // then
            assertThat(batch.tensors().get(0).dtype()).isEqualTo(Dtype.FLOAT16);
            assertThat(output.dtype()).isEqualTo(Dtype.FLOAT32);
            assertThat(ModelFixtures.number(output, 0, 0)).isEqualTo(-1.5);
            assertThat(ModelFixtures.number(output, 0, 1)).isEqualTo(3.25);
            assertThat(ModelFixtures.number(output, 1, 0)).isEqualTo(Math.scalb(1.0, -24));
            assertThat(ModelFixtures.number(output, 1, 1)).isEqualTo(65504);
        }
    }

    @Test
    void shouldFeedAndReadStrings() throws Exception {
        // given
        try (LoadedModel model = ModelFixtures.load(ModelFixtures.wrap(directory, "echo-string"));
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = ModelFixtures.batch(model, 3);
            String[] texts = {"", "Østerbro", "\u732b \ud83d\ude00", "a", "line\nbreak", "0"};
            System.arraycopy(texts, 0, batch.strings(0), 0, texts.length);

            // when
            OutputTensor output = session.score(batch, 3).get(0);

            // then
            assertThat(output.dtype()).isEqualTo(Dtype.STRING);
            assertThat(output.rowShape()).containsExactly(2);
            assertThat(output.strings()).startsWith(texts);
        }
    }

    @Test
    void shouldReadStringsOfSeveralColumns() throws Exception {
        // given
        try (LoadedModel model = ModelFixtures.load(ModelFixtures.wrap(directory, "gives-strings"));
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = ModelFixtures.batch(model, 3);
            for (int element = 0; element < 6; element++) {
                ModelFixtures.put(batch, 0, element, element % 3);
            }

            // when
            OutputTensor output = session.score(batch, 3).get(0);

            // then
            assertThat(output.dtype()).isEqualTo(Dtype.STRING);
            assertThat(output.strings()).startsWith("none", "one", "two", "none", "one", "two");
            assertThatThrownBy(output::data).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldFeedAnInputWithoutColumns() throws Exception {
        // given
        ModelPackage square = ModelFixtures.wrap(directory, "needs-rank-one", "inputs: [{tensor: x, features: [a]}]\n");
        try (LoadedModel model = ModelFixtures.load(square);
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = ModelFixtures.batch(model, 2);
            ModelFixtures.put(batch, 0, 0, 3);
            ModelFixtures.put(batch, 0, 1, -4);

            // when
            OutputTensor output = session.score(batch, 2).get(0);

            // then
            assertThat(output.rowShape()).isEmpty();
            assertThat(ModelFixtures.number(output, 0, 0)).isEqualTo(9);
            assertThat(ModelFixtures.number(output, 1, 0)).isEqualTo(16);
        }
    }

    @Test
    void shouldBlameABatchThatTheModelRejectsAndScoreTheNext() throws Exception {
        // given
        ModelPackage table = ModelFixtures.wrap(directory, "looks-up", "inputs: [{tensor: x, features: [a]}]\n");
        try (LoadedModel model = ModelFixtures.load(table);
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = ModelFixtures.batch(model, 2);
            ModelFixtures.put(batch, 0, 0, 2);
            ModelFixtures.put(batch, 0, 1, 99);

            // when
            ScoringException failure = catchThrowableOfType(ScoringException.class, () -> session.score(batch, 2));

            // then
            assertThat(failure).hasMessageContaining("batch of 2 rows").hasMessageContaining("out of");
            assertThat(failure.getMessage()).doesNotContain("\n");
            assertThat(ModelFixtures.number(session.score(batch, 1).get(0), 0, 0))
                    .isEqualTo(30);
        }
    }

    @Test
    void shouldRefuseAModelWhoseRowsInfluenceEachOther() {
        // given
        ModelPackage mixing = ModelFixtures.wrap(directory, "mixes-rows");

        // when / then
        assertThatThrownBy(() -> ModelFixtures.load(mixing))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("depends on the rows around it");
    }

    @Test
    void shouldRefuseABatchForAnotherModel() {
        // given
        try (LoadedModel model = ModelFixtures.load(ModelFixtures.wrap(directory, "echo-float"));
                LoadedModel other = ModelFixtures.load(ModelPackage.read(ModelFixtures.directory("breast-cancer")));
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = ModelFixtures.batch(other, 1);

            // when / then
            assertThatThrownBy(() -> session.score(batch, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "gpu:3"})
    void shouldSayWhatItLookedForWhereThereIsNoGpu(String device) {
        // given: the engine in the tests has no CUDA provider
        ModelPackage echo = ModelFixtures.wrap(directory, "echo-float");

        // when / then
        assertThatThrownBy(() -> Models.load(echo, new ModelSettings(device, 1, 8)))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("set to " + device)
                .hasMessageContaining("CUDA");
    }

    @Test
    void shouldTakeTheCpuWhereAutoFindsNoGpu() {
        // given
        ModelPackage echo = ModelFixtures.wrap(directory, "echo-float");

        // when
        try (LoadedModel model = Models.load(echo, new ModelSettings("auto", 1, 8))) {
            // then
            assertThat(model.device()).isEqualTo("cpu");
        }
    }

    @Test
    void shouldOpenNoSessionOnceClosed() {
        // given
        LoadedModel model = ModelFixtures.load(ModelFixtures.wrap(directory, "echo-float"));

        // when
        model.close();
        model.close();

        // then
        assertThatThrownBy(model::openSession).isInstanceOf(IllegalStateException.class);
        assertThat(model.inputs()).extracting(input -> input.features().size()).isEqualTo(List.of(2));
    }
}
