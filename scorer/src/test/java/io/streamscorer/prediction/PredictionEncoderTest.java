package io.streamscorer.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.InputTensor;
import io.streamscorer.features.MissingValue;
import io.streamscorer.model.FakeModel;
import io.streamscorer.model.FakeOutput;
import io.streamscorer.model.OutputRoles;
import io.streamscorer.schemas.BooleanValues;
import io.streamscorer.schemas.Float32Values;
import io.streamscorer.schemas.Float64Values;
import io.streamscorer.schemas.Int64Values;
import io.streamscorer.schemas.Prediction;
import io.streamscorer.schemas.StringValues;
import io.streamscorer.scoring.RawEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Test;

/** Holds the encoder against Avro's own reader of the generated class. */
class PredictionEncoderTest {
    private static final byte[] FRAMING = {0, 0, 0, 0, 7};
    private static final OutputRoles NO_ROLES = new OutputRoles(null, null, null);

    @Property(tries = 500)
    void shouldWriteAnyTensorsAsAvroReadsThem(
            @ForAll("tensors") List<FakeOutput> tensors, @ForAll @IntRange(min = 0, max = 2) int row) throws Exception {
        // given
        List<OutputTensor> outputs = List.copyOf(tensors);

        // when
        Prediction prediction = read(encoder(outputs, NO_ROLES), outputs, row);

        // then
        assertThat(prediction.getOutputs()).hasSize(outputs.size());
        for (OutputTensor output : outputs) {
            io.streamscorer.schemas.OutputTensor written =
                    Objects.requireNonNull(prediction.getOutputs().get(output.name()));
            assertThat(written.getDtype()).isEqualTo(output.dtype().wireName());
            assertThat(written.getShape())
                    .isEqualTo(LongStream.of(output.rowShape()).boxed().toList());
            assertThat(elements(written.getValues())).isEqualTo(elements(output, row));
        }
    }

    @Test
    void shouldFillScoreLabelAndProbabilitiesAndLeaveThemOutOfOutputs() throws Exception {
        // given
        List<OutputTensor> outputs = List.of(
                FakeOutput.of("label", Dtype.INT64, new long[0], List.of(0L, 1L)),
                FakeOutput.of("probabilities", Dtype.FLOAT32, new long[] {2}, List.of(0.75f, 0.25f, 0.125f, 0.875f)));
        OutputRoles roles = new OutputRoles(
                new OutputRoles.Score(1, 1),
                new OutputRoles.Label(0, List.of("legitimate", "fraud")),
                new OutputRoles.Probabilities(1, List.of("legitimate", "fraud")));

        // when
        Prediction prediction = read(encoder(outputs, roles), outputs, 1);

        // then
        assertThat(prediction.getScore()).isEqualTo(0.875);
        assertThat(prediction.getLabel()).isEqualTo("fraud");
        assertThat(prediction.getProbabilities()).isEqualTo(Map.of("legitimate", 0.125, "fraud", 0.875));
        assertThat(prediction.getOutputs()).isEmpty();
    }

    @Test
    void shouldWriteWhereTheEventStoodAndWhatScoredIt() throws Exception {
        // given
        List<OutputTensor> outputs = List.of(FakeOutput.of("variable", Dtype.FLOAT64, new long[] {1}, List.of(1.5)));

        // when
        Prediction prediction =
                read(encoder(outputs, new OutputRoles(new OutputRoles.Score(0, 0), null, null)), outputs, 0);

        // then
        assertThat(prediction.getModelName()).isEqualTo("modèle");
        assertThat(prediction.getModelVersion()).isEqualTo("3");
        assertThat(prediction.getScore()).isEqualTo(1.5);
        assertThat(prediction.getLabel()).isNull();
        assertThat(prediction.getProbabilities()).isNull();
        assertThat(prediction.getSourceTopic()).isEqualTo("events");
        assertThat(prediction.getSourcePartition()).isEqualTo(3);
        assertThat(prediction.getSourceOffset()).isEqualTo(1L << 40);
        assertThat(prediction.getSourceTimestamp()).isEqualTo(Instant.ofEpochMilli(-5));
        assertThat(prediction.getSourceSchemaId()).isEqualTo(42);
        assertThat(prediction.getScoredAt()).isEqualTo(Instant.ofEpochMilli(1234567));
    }

    @Test
    void shouldKeepNamesOfOutputsThatAreNoAvroNames() throws Exception {
        // given
        List<OutputTensor> outputs = List.of(
                FakeOutput.of("path/to/output:0", Dtype.FLOAT32, new long[] {1}, List.of(1f)),
                FakeOutput.of("my-output", Dtype.INT64, new long[0], List.of(2L)));

        // when
        Prediction prediction = read(encoder(outputs, NO_ROLES), outputs, 0);

        // then
        assertThat(prediction.getOutputs()).containsOnlyKeys("path/to/output:0", "my-output");
    }

    @Test
    void shouldWriteABooleanLabelInWordsOrAsItsClass() throws Exception {
        // given
        List<OutputTensor> outputs =
                List.of(FakeOutput.of("fraud", Dtype.BOOLEAN, new long[] {1}, List.of(true, false)));
        OutputRoles plain = new OutputRoles(null, new OutputRoles.Label(0, null), null);
        OutputRoles named = new OutputRoles(null, new OutputRoles.Label(0, List.of("good", "bad")), null);

        // when / then
        assertThat(read(encoder(outputs, plain), outputs, 0).getLabel()).isEqualTo("true");
        assertThat(read(encoder(outputs, plain), outputs, 1).getLabel()).isEqualTo("false");
        assertThat(read(encoder(outputs, named), outputs, 0).getLabel()).isEqualTo("bad");
        assertThat(read(encoder(outputs, named), outputs, 1).getLabel()).isEqualTo("good");
    }

    @Test
    void shouldKeepAnOutputOfWhichOnlyOneElementIsTheScore() throws Exception {
        // given
        List<OutputTensor> outputs =
                List.of(FakeOutput.of("quantiles", Dtype.FLOAT32, new long[] {3}, List.of(1f, 2f, 3f)));

        // when
        Prediction prediction =
                read(encoder(outputs, new OutputRoles(new OutputRoles.Score(0, 1), null, null)), outputs, 0);

        // then
        assertThat(prediction.getScore()).isEqualTo(2.0);
        assertThat(prediction.getOutputs()).containsOnlyKeys("quantiles");
    }

    @Test
    void shouldTakeTheLargestProbabilityForLabelAndScore() throws Exception {
        // given
        List<OutputTensor> outputs = List.of(
                FakeOutput.of("p", Dtype.FLOAT64, new long[] {3}, List.of(0.2, 0.5, 0.3, Double.NaN, 0.1, 0.1)));
        OutputRoles roles = new OutputRoles(
                new OutputRoles.Score(0, -1),
                new OutputRoles.Label(-1, null),
                new OutputRoles.Probabilities(0, List.of("a", "b", "c")));

        // when
        Prediction first = read(encoder(outputs, roles), outputs, 0);
        Prediction second = read(encoder(outputs, roles), outputs, 1);

        // then
        assertThat(first.getLabel()).isEqualTo("b");
        assertThat(first.getScore()).isEqualTo(0.5);
        assertThat(second.getLabel()).isEqualTo("b");
        assertThat(second.getScore()).isEqualTo(0.1);
    }

    @Test
    void shouldRejectALabelWithoutAClass() {
        // given
        List<OutputTensor> outputs = List.of(FakeOutput.of("label", Dtype.INT64, new long[0], List.of(2L)));
        OutputRoles roles = new OutputRoles(null, new OutputRoles.Label(0, List.of("no", "yes")), null);

        // when / then
        assertThatThrownBy(() -> read(encoder(outputs, roles), outputs, 0))
                .isInstanceOfSatisfying(
                        RecordException.class,
                        e -> assertThat(e.failure().category()).isEqualTo(FailureCategory.MODEL_REJECTED))
                .hasMessageContaining("label 2")
                .hasMessageContaining("2 classes");
    }

    @Test
    void shouldRejectALabelByProbabilitiesThatAreAllNaN() {
        // given
        List<OutputTensor> outputs =
                List.of(FakeOutput.of("p", Dtype.FLOAT64, new long[] {2}, List.of(Double.NaN, Double.NaN)));
        OutputRoles roles = new OutputRoles(
                null, new OutputRoles.Label(-1, null), new OutputRoles.Probabilities(0, List.of("a", "b")));

        // when / then
        assertThatThrownBy(() -> read(encoder(outputs, roles), outputs, 0))
                .isInstanceOf(RecordException.class)
                .hasMessageContaining("NaN throughout");
    }

    @Test
    void shouldRejectMoreOrFewerProbabilitiesThanClasses() {
        // given
        List<OutputTensor> outputs = List.of(FakeOutput.of("p", Dtype.FLOAT64, new long[] {3}, List.of(0.1, 0.2, 0.7)));
        OutputRoles roles = new OutputRoles(null, null, new OutputRoles.Probabilities(0, List.of("a", "b")));

        // when / then
        assertThatThrownBy(() -> read(encoder(outputs, roles), outputs, 0))
                .isInstanceOf(RecordException.class)
                .hasMessageContaining("3 probabilities")
                .hasMessageContaining("2 classes");
    }

    @Provide
    Arbitrary<List<FakeOutput>> tensors() {
        Arbitrary<FakeOutput> tensor = Combinators.combine(
                        Arbitraries.strings().ofMinLength(1).ofMaxLength(6).excludeChars('\ud800'),
                        Arbitraries.of(Dtype.class).filter(dtype -> dtype != Dtype.FLOAT16),
                        Arbitraries.longs().between(0, 4).array(long[].class).ofMaxSize(2),
                        Arbitraries.longs())
                .as((name, dtype, shape, seed) -> FakeOutput.of(name, dtype, shape, elementsFor(dtype, shape, seed)));
        return tensor.list()
                .ofMaxSize(4)
                .uniqueElements(FakeOutput::name)
                .filter(list -> list.stream()
                        .allMatch(output -> output.name().chars().noneMatch(c -> Character.isSurrogate((char) c))));
    }

    private static List<Object> elementsFor(Dtype dtype, long[] shape, long seed) {
        Random random = new Random(seed);
        int count = 3;
        for (long dimension : shape) {
            count *= (int) dimension;
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(
                    switch (dtype) {
                        case FLOAT16 -> throw new AssertionError("no output is of float16");
                        case FLOAT32 -> Float.intBitsToFloat(random.nextInt());
                        case FLOAT64 -> Double.longBitsToDouble(random.nextLong());
                        case INT8 -> (long) (byte) random.nextInt();
                        case UINT8 -> (long) random.nextInt(256);
                        case INT16 -> (long) (short) random.nextInt();
                        case INT32 -> (long) random.nextInt();
                        case INT64 -> random.nextLong() >> random.nextInt(64);
                        case BOOLEAN -> random.nextBoolean();
                        case STRING -> "ü".repeat(random.nextInt(4));
                    });
        }
        return elements;
    }

    private static List<Object> elements(OutputTensor output, int row) {
        List<Object> elements = new ArrayList<>();
        for (int i = row * output.elementsPerRow(); i < (row + 1) * output.elementsPerRow(); i++) {
            elements.add(
                    switch (output.dtype()) {
                        case FLOAT16 -> throw new AssertionError("no output is of float16");
                        case FLOAT32 -> output.data().getFloat(i * 4);
                        case FLOAT64 -> output.data().getDouble(i * 8);
                        case INT8, UINT8, INT16, INT32, INT64 -> Elements.asLong(output, i);
                        case BOOLEAN -> output.data().get(i) != 0;
                        case STRING -> output.strings()[i];
                    });
        }
        return elements;
    }

    private static List<Object> elements(Object values) {
        if (values instanceof Float32Values floats) {
            return new ArrayList<>(floats.getElements());
        } else if (values instanceof Float64Values doubles) {
            return new ArrayList<>(doubles.getElements());
        } else if (values instanceof Int64Values longs) {
            return new ArrayList<>(longs.getElements());
        } else if (values instanceof BooleanValues booleans) {
            return new ArrayList<>(booleans.getElements());
        }
        return new ArrayList<>(((StringValues) values).getElements());
    }

    private static PredictionEncoder encoder(List<OutputTensor> outputs, OutputRoles roles) {
        List<String> names = outputs.stream().map(OutputTensor::name).toList();
        return new PredictionEncoder(
                FRAMING, new FakeModel("modèle", "3", List.of(), names, roles, (batch, rows) -> outputs));
    }

    private static Prediction read(PredictionEncoder encoder, List<OutputTensor> outputs, int row)
            throws RecordException {
        FeatureSpec spec = new FeatureSpec(
                List.of(new InputTensor(
                        "x", Dtype.FLOAT32, List.of(new Feature(FieldPath.parse("a"), new MissingValue.Reject())))),
                List.of());
        RawEvent event = RawEvent.of(null, null, "events", 3, 1L << 40, -5);
        encoder.begin(outputs, 1234567);
        byte[] bytes = encoder.encode(row, new FeatureBatch(spec, 3).copied(), 0, event, 42);
        assertThat(Arrays.copyOf(bytes, FRAMING.length)).isEqualTo(FRAMING);
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(bytes, FRAMING.length, bytes.length - FRAMING.length, null);
        try {
            Prediction prediction = new SpecificDatumReader<>(Prediction.class).read(null, decoder);
            assertThat(decoder.isEnd()).isTrue();
            return prediction;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
