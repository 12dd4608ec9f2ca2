package io.streamscorer.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.engine.ScoringException;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.failure.UnavailableException;
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
import io.streamscorer.prediction.PredictionEncoder;
import io.streamscorer.registry.WireFormat;
import io.streamscorer.schemas.Prediction;
import io.streamscorer.telemetry.ScoreHistogram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventScorerTest {
    private static final int SCHEMA_ID = 5;
    private static final int OTHER_TYPE_ID = 6;
    private static final int UNKNOWN_ID = 404;
    private static final double BAD_ROW = 13;
    private static final Schema READER = SchemaBuilder.record("Event")
            .fields()
            .requiredString("id")
            .optionalDouble("amount")
            .endRecord();
    private static final Schema OTHER_TYPE = SchemaBuilder.record("Event")
            .fields()
            .requiredString("id")
            .requiredString("amount")
            .endRecord();
    private static final FeatureSpec SPEC = new FeatureSpec(
            List.of(new InputTensor(
                    "x", Dtype.FLOAT64, List.of(new Feature(FieldPath.parse("amount"), new MissingValue.Reject())))),
            List.of(FieldPath.parse("id")));

    private final ScoreHistogram scores = ScoreHistogram.ofNumbers();
    private final BatchNotes notes = new BatchNotes();
    private FeatureSpec spec = SPEC;
    private final AtomicInteger modelCalls = new AtomicInteger();
    private final AtomicInteger lookups = new AtomicInteger();

    @Test
    void shouldGiveEveryEventItsOwnOutcomeInOrder() throws Exception {
        // given
        List<RawEvent> events = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            events.add(event(i, i % 5 == 3 ? new byte[] {9, 9, 9} : value(SCHEMA_ID, READER, "e" + i, 100.0 + i)));
        }

        // when
        Outcome[] outcomes = scorer(8).score(events);

        // then
        assertThat(outcomes).hasSize(25);
        for (int i = 0; i < 25; i++) {
            if (i % 5 == 3) {
                assertThat(category(outcomes[i])).isEqualTo(FailureCategory.BAD_FRAMING);
            } else {
                Prediction prediction = prediction(outcomes[i]);
                assertThat(prediction.getScore()).isEqualTo(200.0 + 2 * i);
                assertThat(prediction.getFields()).containsEntry("id", "e" + i);
                assertThat(prediction.getSourceOffset()).isEqualTo(i);
                assertThat(prediction.getSourceSchemaId()).isEqualTo(SCHEMA_ID);
                assertThat(prediction.getScoredAt()).isEqualTo(Instant.ofEpochMilli(777));
            }
        }
    }

    @Test
    void shouldCallTheModelOncePerBatch() throws Exception {
        // given
        List<RawEvent> events = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            events.add(event(i, value(SCHEMA_ID, READER, "e", 1.0)));
        }

        // when
        scorer(64).score(events);

        // then
        assertThat(modelCalls).hasValue(1);
        assertThat(lookups).hasValue(1);
    }

    @Test
    void shouldNameEachKindOfFailure() throws Exception {
        // given
        byte[] good = value(SCHEMA_ID, READER, "e", 1.0);
        byte[] guid = new byte[17];
        guid[0] = 1;
        List<RawEvent> events = List.of(
                event(0, null),
                event(1, new byte[0]),
                event(2, value(UNKNOWN_ID, READER, "e", 1.0)),
                event(3, value(OTHER_TYPE_ID, OTHER_TYPE, "e", "text")),
                event(4, Arrays.copyOf(good, good.length - 1)),
                event(5, Arrays.copyOf(good, good.length + 1)),
                event(6, value(SCHEMA_ID, READER, "e", null)),
                event(7, value(SCHEMA_ID, READER, "e", BAD_ROW)),
                RawEvent.of(good, guid, "t", 0, 8, 0),
                event(9, good));

        // when
        Outcome[] outcomes = scorer(16).score(events);

        // then
        assertThat(Arrays.stream(outcomes).limit(9).map(EventScorerTest::category))
                .containsExactly(
                        FailureCategory.EMPTY_VALUE,
                        FailureCategory.EMPTY_VALUE,
                        FailureCategory.UNKNOWN_SCHEMA,
                        FailureCategory.SCHEMA_MISMATCH,
                        FailureCategory.MALFORMED_AVRO,
                        FailureCategory.MALFORMED_AVRO,
                        FailureCategory.MISSING_FEATURE,
                        FailureCategory.MODEL_REJECTED,
                        FailureCategory.UNSUPPORTED_FRAMING);
        assertThat(prediction(outcomes[9]).getScore()).isEqualTo(2.0);
        assertThat(outcomes[2])
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.schemaId()).isEqualTo(UNKNOWN_ID));
    }

    @Test
    void shouldTellOnceForEachBatchWhatItDid() throws Exception {
        // given
        spec = new FeatureSpec(
                List.of(new InputTensor(
                        "x",
                        Dtype.FLOAT64,
                        List.of(new Feature(FieldPath.parse("amount"), new MissingValue.Constant(7))))),
                List.of());
        List<RawEvent> events = List.of(
                event(0, value(SCHEMA_ID, READER, "e", null), 900, false),
                event(1, value(SCHEMA_ID, READER, "e", BAD_ROW), 800, false),
                event(2, null, 700, true),
                event(3, value(SCHEMA_ID, READER, "e", 3.0), -1, false),
                event(4, value(SCHEMA_ID, READER, "e", 4.0), 100, false),
                event(5, value(SCHEMA_ID, READER, "e", 5.0), 50, false));

        // when
        scorer(4).score(events);

        // then: the model fails on 4 rows' halves until one is left, and on that again
        assertThat(notes.batches)
                .containsExactly("4 events, 2 predictions, 700 append", "2 events, 2 predictions, 50 create");
        assertThat(notes.missing).containsExactly(1);
        assertThat(notes.modelFailures).isEqualTo(4);
        assertThat(scores.counts())
                .as("14 and 6, 8 and 10")
                .contains(3)
                .contains(1)
                .hasSize(24);
        assertThat(scores.sum()).isEqualTo(38);
    }

    @Test
    void shouldBlameNoEventWhileTheRegistryIsAway() throws Exception {
        // given
        List<RawEvent> events = List.of(event(0, value(SCHEMA_ID, READER, "e", 1.0)));
        EventScorer scorer = scorer(8, id -> {
            throw new UnavailableException("registry away", null);
        });

        // when / then
        assertThatThrownBy(() -> scorer.score(events)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void shouldFindBadEventsWithFewCallsForEachQuestion() throws Exception {
        // given: a batch of bad events
        List<RawEvent> events = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            events.add(event(i, value(SCHEMA_ID, READER, "e", BAD_ROW)));
        }
        EventScorer scorer = scorer(64);
        GradualScoring gradual = new GradualScoring(events);

        for (int i = 0; i < 64; i++) {
            // when
            modelCalls.set(0);
            Outcome outcome = gradual.outcome(i, scorer);

            // then
            assertThat(category(outcome)).isEqualTo(FailureCategory.MODEL_REJECTED);
            assertThat(modelCalls)
                    .as("64, 32 and so on to 2, zeros, the event, the witness, the event again")
                    .hasValueLessThanOrEqualTo(10);
        }
    }

    @Test
    void shouldGiveTheSameOutcomesPartByPartInAnyOrder() throws Exception {
        // given
        List<RawEvent> events = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            boolean bad = i % 11 == 4 || i > 40;
            events.add(event(
                    i, i % 7 == 3 ? new byte[] {9} : value(SCHEMA_ID, READER, "e" + i, bad ? BAD_ROW : 100.0 + i)));
        }
        EventScorer scorer = scorer(64);
        Outcome[] expected = scorer(64).score(events);
        GradualScoring gradual = new GradualScoring(events);

        for (int i = 0; i < 50; i++) {
            // when: 37 has no factor in common with 50
            int row = i * 37 % 50;
            Outcome outcome = gradual.outcome(row, scorer);

            // then
            if (expected[row] instanceof Outcome.Scored) {
                assertThat(prediction(outcome)).isEqualTo(prediction(expected[row]));
            } else {
                assertThat(outcome).isEqualTo(expected[row]);
            }
        }
    }

    private EventScorer scorer(int capacity) {
        return scorer(capacity, id -> {
            lookups.incrementAndGet();
            if (id == UNKNOWN_ID) {
                throw new RecordException(FailureCategory.UNKNOWN_SCHEMA, "no schema " + id);
            }
            return id == OTHER_TYPE_ID ? OTHER_TYPE : READER;
        });
    }

    /** The model doubles its input and fails on a batch with {@link #BAD_ROW} in it. */
    private EventScorer scorer(int capacity, WriterSchemas schemas) {
        FakeModel model = new FakeModel(
                "doubler",
                "1",
                spec.tensors(),
                List.of("y"),
                new OutputRoles(new OutputRoles.Score(0, 0), null, null),
                (batch, rows) -> {
                    modelCalls.incrementAndGet();
                    List<Double> doubled = new ArrayList<>();
                    for (int row = 0; row < rows; row++) {
                        double value = batch.buffer(0).getDouble(row * Double.BYTES);
                        if (value == BAD_ROW) {
                            throw new ScoringException("unlucky", null);
                        }
                        doubled.add(2 * value);
                    }
                    return List.of(FakeOutput.of("y", Dtype.FLOAT64, new long[0], doubled));
                });
        return new EventScorer(
                new DecodePlans(schemas, READER, spec),
                new BatchIsolation(
                        model.openSession(),
                        new FeatureBatch(spec, capacity),
                        new FeatureBatch(spec, 1),
                        new Retry(Duration.ofSeconds(1), new StopSignal()),
                        notes),
                new PredictionEncoder(WireFormat.prefix(1), model, scores.tally()),
                new FeatureBatch(spec, capacity),
                notes,
                () -> 777);
    }

    /** What the listener was told. */
    private static final class BatchNotes implements ScoringListener {
        private final List<String> batches = new ArrayList<>();
        private final List<Integer> missing = new ArrayList<>();
        private int modelFailures;

        @Override
        public void batchDone(
                int events,
                int predictions,
                long decodingNanos,
                long scoringNanos,
                long oldestTimestamp,
                boolean appendTime) {
            batches.add(events + " events, " + predictions + " predictions, " + oldestTimestamp
                    + (appendTime ? " append" : " create"));
        }

        @Override
        public void valuesMissing(int[] counts) {
            Arrays.stream(counts).forEach(missing::add);
        }

        @Override
        public void modelFailed() {
            modelFailures++;
        }
    }

    private static RawEvent event(int offset, byte @Nullable [] value, long timestamp, boolean appendTime) {
        return new RawEvent() {
            @Override
            public byte @Nullable [] value() {
                return value;
            }

            @Override
            public byte @Nullable [] schemaIdHeader() {
                return null;
            }

            @Override
            public String topic() {
                return "t";
            }

            @Override
            public int partition() {
                return 0;
            }

            @Override
            public long offset() {
                return offset;
            }

            @Override
            public long timestamp() {
                return timestamp;
            }

            @Override
            public boolean hasAppendTime() {
                return appendTime;
            }
        };
    }

    private static RawEvent event(int offset, byte @Nullable [] value) {
        return RawEvent.of(value, null, "t", 0, offset, 0);
    }

    private static byte[] value(int schemaId, Schema schema, String id, @Nullable Object amount) throws IOException {
        GenericRecord event = new GenericRecordBuilder(schema)
                .set("id", id)
                .set("amount", amount)
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(WireFormat.prefix(schemaId));
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(event, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static FailureCategory category(Outcome outcome) {
        return ((Outcome.Failed) outcome).failure().category();
    }

    private static Prediction prediction(Outcome outcome) throws IOException {
        byte[] bytes = ((Outcome.Scored) outcome).prediction();
        return new SpecificDatumReader<>(Prediction.class)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        bytes, WireFormat.PREFIX_BYTES, bytes.length - WireFormat.PREFIX_BYTES, null));
    }
}
