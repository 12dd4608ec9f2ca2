package io.streamscorer.features;

import static io.streamscorer.features.DecodeFixture.bytes;
import static io.streamscorer.features.DecodeFixture.decode;
import static io.streamscorer.features.DecodeFixture.failure;
import static io.streamscorer.features.DecodeFixture.reject;
import static io.streamscorer.features.DecodeFixture.schema;
import static io.streamscorer.features.DecodeFixture.spec;
import static io.streamscorer.features.DecodeFixture.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.RecordFailure;
import io.streamscorer.failure.SetupException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DecodePlanTest {
    @Test
    void shouldFillSeveralCellsAndCopyOneField() throws Exception {
        // given
        Schema schema = schema("{'name': 'n', 'type': 'long'}");
        FeatureSpec spec = new FeatureSpec(
                List.of(tensor(Dtype.FLOAT32, reject("n")), tensor(Dtype.INT8, reject("n"), reject("n"))),
                List.of(FieldPath.parse("n")));
        FeatureBatch batch = new FeatureBatch(spec, 2);

        // when
        decode(schema, schema, spec, batch, 1, e -> e.writeLong(-7));

        // then
        assertThat(batch.buffer(0).getFloat(4)).isEqualTo(-7f);
        assertThat(batch.buffer(1).get(2)).isEqualTo((byte) -7);
        assertThat(batch.buffer(1).get(3)).isEqualTo((byte) -7);
        assertThat(AvroReference.copied(batch.copied(), 1)).isEqualTo(Map.of("n", -7L));
    }

    @Test
    void shouldTakeNullAroundAFieldAsMissing() throws Exception {
        // given
        Schema schema = schema("{'name': 'card', 'type': ['null', {'type': 'record', 'name': 'Card', 'fields':"
                + " [{'name': 'limit', 'type': 'int'}]}]}");
        FieldPath limit = FieldPath.parse("card.limit");
        Feature constant = new Feature(limit, new MissingValue.Constant(-1));
        FeatureSpec filled = new FeatureSpec(List.of(tensor(Dtype.INT32, constant)), List.of(limit));
        FeatureSpec rejected = new FeatureSpec(List.of(tensor(Dtype.INT32, reject("card.limit"))), List.of());
        FeatureBatch batch = new FeatureBatch(filled, 1);

        // when
        decode(schema, schema, filled, batch, 0, e -> e.writeIndex(0));
        RecordFailure failure = failure(schema, schema, rejected, e -> e.writeIndex(0));

        // then
        assertThat(batch.buffer(0).getInt(0)).isEqualTo(-1);
        Map<String, @Nullable Object> copied = new HashMap<>();
        copied.put("card.limit", null);
        assertThat(AvroReference.copied(batch.copied(), 0)).isEqualTo(copied);
        assertThat(failure.category()).isEqualTo(FailureCategory.MISSING_FEATURE);
        assertThat(failure.message()).startsWith("field 'card.limit' is null");
    }

    @Test
    void shouldRefuseASchemaWithoutAMappedField() {
        // given
        Schema writer = schema("{'name': 'id', 'type': 'long'}, {'name': 'card', 'type': 'string'}");
        Schema reader = schema("{'name': 'id', 'type': 'long'}, {'name': 'amount', 'type': 'double'},"
                + " {'name': 'other', 'type': 'int'}");
        FeatureSpec spec = spec(Dtype.FLOAT32, "amount");

        // when
        RecordException failure =
                catchThrowableOfType(RecordException.class, () -> DecodePlan.compile(writer, reader, spec));

        // then
        assertThat(failure.failure().category()).isEqualTo(FailureCategory.SCHEMA_MISMATCH);
        assertThat(failure)
                .hasMessage(
                        "field 'amount' is mapped to the model or copied, but the event's schema has no such field (or"
                                + " alias) and the reader schema, where it is double, gives no default; field 'other' is int without"
                                + " a default in the reader schema, but the event's schema has no such field (or alias)");
    }

    @Test
    void shouldNameBothTypesOfAFieldThatCannotBeResolved() {
        // given
        Schema writer = schema("{'name': 'amount', 'type': 'string'}");
        Schema reader = schema("{'name': 'amount', 'type': 'double'}");

        // when / then
        assertThatThrownBy(() -> DecodePlan.compile(writer, reader, spec(Dtype.FLOAT32, "amount")))
                .isInstanceOf(RecordException.class)
                .hasMessage(
                        "field 'amount': the event's schema has string, which cannot be read as the reader schema's double");
    }

    @Test
    void shouldRefuseASpecThatDoesNotFitTheReaderSchema() {
        // given
        Schema schema = schema("{'name': 'amount', 'type': 'string'}");

        // when / then
        assertThatThrownBy(() -> DecodePlan.compile(schema, schema, spec(Dtype.FLOAT32, "amount")))
                .isInstanceOf(SetupException.class);
    }

    @Test
    void shouldRejectValuesOutOfTheTensorsRange() {
        // given
        Schema number = schema("{'name': 'n', 'type': 'long'}");
        Schema real = schema("{'name': 'n', 'type': 'double'}");

        // when / then
        assertThat(failure(number, number, spec(Dtype.INT32, "n"), e -> e.writeLong(1L << 31)))
                .isEqualTo(new RecordFailure(
                        FailureCategory.INVALID_FEATURE,
                        "field 'n' holds a value that is out of the range of the model's input, which is int32"));
        assertThat(failure(number, number, spec(Dtype.UINT8, "n"), e -> e.writeLong(-1))
                        .category())
                .isEqualTo(FailureCategory.INVALID_FEATURE);
        assertThat(failure(number, number, spec(Dtype.BOOLEAN, "n"), e -> e.writeLong(2))
                        .category())
                .isEqualTo(FailureCategory.INVALID_FEATURE);
        assertThat(failure(real, real, spec(Dtype.FLOAT32, "n"), e -> e.writeDouble(1e300))
                        .category())
                .isEqualTo(FailureCategory.INVALID_FEATURE);
    }

    @Test
    void shouldRejectBytesAfterTheRecord() {
        // given
        Schema schema = schema("{'name': 'n', 'type': 'long'}");

        // when
        RecordFailure failure = failure(schema, schema, spec(Dtype.INT64, "n"), e -> {
            e.writeLong(1);
            e.writeLong(2);
        });

        // then
        assertThat(failure)
                .isEqualTo(
                        new RecordFailure(
                                FailureCategory.MALFORMED_AVRO,
                                "At byte 1 of the event's 2 bytes of Avro: expected the end of the record, but 1 bytes follow"));
    }

    @Test
    void shouldPassOverAnyNumberOfItemsWithoutBytesAtOnce() throws Exception {
        // given
        Schema reader =
                schema("{'name': 'n', 'type': 'int'}, {'name': 'nulls', 'type': {'type': 'array', 'items': 'null'}}");
        FeatureSpec spec = spec(Dtype.INT32, "n");
        FeatureBatch batch = new FeatureBatch(spec, 1);

        // when
        decode(reader, reader, spec, batch, 0, e -> {
            e.writeInt(5);
            e.writeLong(2_000_000_000);
            e.writeLong(0);
        });
        RecordFailure tooMany = failure(reader, reader, spec, e -> {
            e.writeInt(5);
            e.writeLong(1L << 60);
            e.writeLong(0);
        });
        RecordFailure noNumber = failure(reader, reader, spec, e -> {
            e.writeInt(5);
            e.writeLong(Long.MIN_VALUE);
            e.writeLong(0);
        });

        // then
        assertThat(batch.buffer(0).getInt(0)).isEqualTo(5);
        assertThat(tooMany.category()).isEqualTo(FailureCategory.MALFORMED_AVRO);
        assertThat(noNumber.category()).isEqualTo(FailureCategory.MALFORMED_AVRO);
    }

    @Test
    void shouldHoldABlockToItsSizeUnlessTheReaderLacksTheField() throws Exception {
        // given
        Schema writer =
                schema("{'name': 'n', 'type': 'int'}, {'name': 'list', 'type': {'type': 'array', 'items': 'int'}}");
        Schema without = schema("{'name': 'n', 'type': 'int'}");
        FeatureSpec spec = spec(Dtype.INT32, "n");
        DecodeFixture.Event wrongItems = e -> {
            e.writeInt(5);
            e.writeLong(-1);
            e.writeLong(2);
            e.writeInt(1);
            e.writeInt(1);
            e.writeLong(0);
        };

        // when
        RecordFailure known = failure(writer, writer, spec, wrongItems);
        decode(writer, without, spec, new FeatureBatch(spec, 1), 0, wrongItems);

        // then
        assertThat(known.message()).endsWith("expected a block's items to end at its size");
    }

    @Test
    void shouldRejectEndlessNestingOnASmallStack() throws Exception {
        // given
        Schema list = schema("{'name': 'n', 'type': 'int'}, {'name': 'next', 'type': ['null', 'Event']}");
        Schema endless =
                schema("{'name': 'n', 'type': 'int'}, {'name': 'self', 'type': {'type': 'record', 'name': 'Self',"
                        + " 'fields': [{'name': 'self', 'type': 'Self'}]}}");
        RecordFailure[] failures = new RecordFailure[2];
        FeatureSpec spec = spec(Dtype.INT32, "n");
        Thread thread = new Thread(
                null,
                () -> {
                    failures[0] = failure(list, list, spec, e -> {
                        for (int i = 0; i < 100_000; i++) {
                            e.writeInt(1);
                            e.writeIndex(1);
                        }
                    });
                    failures[1] = failure(endless, endless, spec, e -> e.writeInt(1));
                },
                "small stack",
                512 * 1024);

        // when
        thread.start();
        thread.join();

        // then
        assertThat(failures).allSatisfy(failure -> {
            assertThat(failure.category()).isEqualTo(FailureCategory.MALFORMED_AVRO);
            assertThat(failure.message()).endsWith("nest deeper than 256");
        });
    }

    @Test
    void shouldCopyNumbersWhileTheirArrayGrows() throws Exception {
        // given
        Schema writer = schema("{'name': 'f', 'type': 'int'}, {'name': 'd', 'type': 'int'}");
        Schema reader = schema("{'name': 'f', 'type': 'float'}, {'name': 'd', 'type': 'double'}");
        FeatureSpec spec = new FeatureSpec(List.of(), List.of(FieldPath.parse("f"), FieldPath.parse("d")));
        FeatureBatch batch = new FeatureBatch(spec, 500);
        DecodePlan plan = DecodePlan.compile(writer, reader, spec);

        // when
        for (int row = 0; row < 500; row++) {
            int number = row;
            byte[] event = bytes(e -> {
                e.writeInt(number);
                e.writeInt(-number);
            });
            plan.decode(event, 0, event.length, batch, row);
        }

        // then
        for (int row = 0; row < 500; row++) {
            assertThat(AvroReference.copied(batch.copied(), row))
                    .isEqualTo(Map.of("f", (float) row, "d", (double) -row));
        }
    }

    @Test
    void shouldRefuseABatchOfAnotherSpec() throws Exception {
        // given
        Schema schema = schema("{'name': 'n', 'type': 'int'}");
        DecodePlan plan = DecodePlan.compile(schema, schema, spec(Dtype.INT32, "n"));
        FeatureBatch other = new FeatureBatch(spec(Dtype.INT64, "n"), 1);

        // when / then
        assertThatThrownBy(() -> plan.decode(new byte[] {2}, 0, 1, other, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
