package io.streamscorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.engine.EngineModel;
import io.streamscorer.engine.ModelSignature;
import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.InputTensor;
import io.streamscorer.features.MissingValue;
import io.streamscorer.packaging.Feeding;
import io.streamscorer.packaging.ModelPackage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The self-test of a model, and what tells one model's content from another's. */
class WarmUpTest {
    private static final Path FILE = Path.of("model.onnx");
    /** As sha256sum prints it for the five letters. */
    private static final String GRAPH = "eef93e1d14482804277fca0172464032d1a4fdbcc338524059fa1e861454ad4d";

    private static List<OutputTensor> run(InputTensor input, FakeModel.Behaviour behaviour) {
        EngineModel engine = new EngineModel() {
            @Override
            public String device() {
                return "cpu";
            }

            @Override
            public List<ModelSignature.Tensor> outputs() {
                return List.of();
            }

            @Override
            public ScoringSession openSession() {
                return new FakeModel("m", "1", List.of(), List.of(), new OutputRoles(null, null, null), behaviour)
                        .openSession();
            }

            @Override
            public long openTensors() {
                return 0;
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
        ModelPackage modelPackage =
                new ModelPackage("m", "1", FILE, FILE, FILE, null, new Feeding.ByName(), List.of(), null, null);
        ModelOutputs outputs = new ModelOutputs(List.of("y"), new OutputRoles(null, null, null));
        ModelFit fit = new ModelFit(List.of(input), 0, outputs);
        List<OutputTensor> tried =
                new WarmUp(new FittedModel("fake", engine, modelPackage, "0".repeat(64), fit, outputs), FILE).run(4);
        return tried == null ? List.of() : tried;
    }

    private static InputTensor input(Dtype dtype, MissingValue missing) {
        return new InputTensor("x", dtype, List.of(new Feature(FieldPath.parse("a"), missing)));
    }

    private static OutputTensor floats(float... rows) {
        List<Float> elements = new ArrayList<>();
        for (float row : rows) {
            elements.add(row);
        }
        return FakeOutput.of("y", Dtype.FLOAT32, new long[0], elements);
    }

    private static List<OutputTensor> zeros(int rows) {
        return List.of(floats(new float[rows]));
    }

    @ParameterizedTest
    @EnumSource(Dtype.class)
    void shouldTryEveryType(Dtype dtype) {
        // given
        Set<Object> seen = new HashSet<>();
        FakeModel.Behaviour behaviour = (batch, rows) -> {
            for (int row = 0; row < rows; row++) {
                seen.add(dtype == Dtype.STRING ? batch.strings(0)[row] : bits(batch, dtype, row));
            }
            return zeros(rows);
        };

        // when
        List<OutputTensor> tried = run(input(dtype, new MissingValue.Reject()), behaviour);

        // then: different values, none of which is left out
        assertThat(tried).hasSize(1);
        assertThat(seen).hasSizeGreaterThan(1).doesNotContainNull();
        if (dtype == Dtype.STRING) {
            assertThat(seen).containsExactlyInAnyOrder("", "a");
        }
        if (dtype == Dtype.FLOAT16) {
            // finite, and between 0.25 and 4: exponents from -2 to 1
            assertThat(seen).allMatch(bits -> {
                int exponent = (((Long) bits).intValue() >> 10) & 0x1F;
                return exponent >= 13 && exponent <= 16;
            });
        }
    }

    private static long bits(FeatureBatch batch, Dtype dtype, int row) {
        byte[] element = new byte[8];
        batch.buffer(0).get(row * dtype.bytes(), element, 0, dtype.bytes());
        return ByteBuffer.wrap(element).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }

    @Test
    void shouldTryTheTextThatStandsForNull() {
        // given: a model that knows one text
        List<String> tried = new ArrayList<>();
        FakeModel.Behaviour behaviour = (batch, rows) -> {
            if (!Arrays.stream(batch.strings(0)).limit(rows).allMatch("none"::equals)) {
                throw new ScoringException("unknown category", new IllegalStateException());
            }
            tried.add(batch.strings(0)[0]);
            return zeros(rows);
        };

        // when
        List<OutputTensor> outputs = run(input(Dtype.STRING, new MissingValue.Text("none")), behaviour);

        // then
        assertThat(outputs).hasSize(1);
        assertThat(tried).contains("none");
    }

    @Test
    void shouldLetAModelPassThatKnowsNoMadeUpTexts() {
        // given
        FakeModel.Behaviour behaviour = (batch, rows) -> {
            throw new ScoringException("unknown category", new IllegalStateException());
        };

        // when
        List<OutputTensor> tried = run(input(Dtype.STRING, new MissingValue.Reject()), behaviour);

        // then
        assertThat(tried).isEmpty();
        assertThatThrownBy(() -> run(input(Dtype.INT64, new MissingValue.Reject()), behaviour))
                .isInstanceOf(SetupException.class)
                .hasMessage("model.onnx: the model scores neither random rows, nor zeros, nor ones: unknown category");
    }

    @Test
    void shouldRefuseOutputsOfAnotherShapeAlsoOfAModelThatTakesTexts() {
        // given
        FakeModel.Behaviour behaviour = (batch, rows) -> {
            throw new ScoringException("The model's output 'y' has shape [2]", null);
        };

        // when / then
        assertThatThrownBy(() -> run(input(Dtype.STRING, new MissingValue.Reject()), behaviour))
                .isInstanceOf(SetupException.class)
                .hasMessage("model.onnx: The model's output 'y' has shape [2]");
    }

    @Test
    void shouldForgiveTheRoundingOfFloat16ButNotOfFloat32() {
        // given: 1 and its next neighbour in float16, in a batch and alone
        float neighbour = 1 + 0x1p-10f;
        FakeModel.Behaviour half = (batch, rows) -> {
            float[] values = new float[rows];
            Arrays.fill(values, rows == 1 ? neighbour : 1);
            return List.of(floats(values));
        };
        FakeModel.Behaviour single = (batch, rows) -> {
            float[] values = new float[rows];
            Arrays.fill(values, rows == 1 ? Math.nextUp(neighbour) : 1);
            return List.of(floats(values));
        };

        // when / then
        assertThat(run(input(Dtype.FLOAT32, new MissingValue.Reject()), half)).hasSize(1);
        assertThatThrownBy(() -> run(input(Dtype.FLOAT32, new MissingValue.Reject()), single))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("the output 'y' of a row depends on the rows around it");
    }

    @Test
    void shouldDigestAllPartsOfAModel(@TempDir Path directory) throws Exception {
        // given
        Path graph = Files.writeString(directory.resolve("model.onnx"), "graph");
        Path weights = Files.writeString(directory.resolve("weights.bin"), "weights");
        MessageDigest whole = MessageDigest.getInstance("SHA-256");
        for (Path part : List.of(graph, weights)) {
            whole.update(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(part)));
        }

        // when
        List<String> digests = Stream.of(List.of(graph), List.of(graph, weights), List.of(weights, graph))
                .map(Models::digest)
                .toList();

        // then
        assertThat(digests).doesNotHaveDuplicates();
        assertThat(digests.get(0)).isEqualTo(GRAPH);
        assertThat(digests.get(1)).isEqualTo(HexFormat.of().formatHex(whole.digest()));
    }
}
