package io.streamscorer.features;

import static io.streamscorer.features.DecodeFixture.decoded;
import static io.streamscorer.features.DecodeFixture.encoded;
import static io.streamscorer.features.DecodeFixture.floats;
import static io.streamscorer.features.DecodeFixture.problem;
import static io.streamscorer.features.DecodeFixture.reject;
import static io.streamscorer.features.DecodeFixture.schema;
import static io.streamscorer.features.DecodeFixture.tensor;
import static io.streamscorer.features.DecodeFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class FeatureNumbersTest {
    @Test
    void shouldReadCategoriesOfEveryType() throws Exception {
        // given
        Schema schema = schema("{'name': 's', 'type': 'string'}, {'name': 'e', 'type': {'type': 'enum', 'name': 'E',"
                + " 'symbols': ['RED', 'BLUE']}}, {'name': 'i', 'type': 'int'}, {'name': 't', 'type': 'boolean'}");
        Map<String, Double> numbers = Map.of("RED", 1.0, "12", 2.0, "true", 3.0);
        Feature scaled = new Feature(
                FieldPath.parse("e"),
                1,
                new Encoding.Vocabulary(numbers, 0.0),
                new Scaling(1, 2),
                new MissingValue.Text("RED"));
        InputTensor tensor = tensor(
                Dtype.FLOAT32,
                encoded("s", 1, new Encoding.Vocabulary(numbers, null)),
                encoded("e", 1, new Encoding.Vocabulary(numbers, null)),
                encoded("i", 1, new Encoding.Vocabulary(numbers, null)),
                encoded("t", 1, new Encoding.Vocabulary(numbers, 7.0)),
                scaled);

        // when
        FeatureBatch batch = decoded(schema, tensor, e -> {
            e.writeString("RED");
            e.writeEnum(0);
            e.writeInt(12);
            e.writeBoolean(true);
        });
        String unknown = problem(schema, tensor, e -> {
            e.writeString("RED");
            e.writeEnum(1);
            e.writeInt(12);
            e.writeBoolean(true);
        });

        // then
        assertThat(floats(batch)).containsExactly(1, 1, 2, 3, 0);
        assertThat(unknown).isEqualTo("invalid-feature: field 'e': 'BLUE' is not in the vocabulary");
    }

    @Test
    void shouldReadDecimalsAsTheNumbersTheyStandFor() throws Exception {
        // given
        Schema schema = decimal("38", "2");
        byte[] long128 = new byte[16];
        Arrays.fill(long128, (byte) 0x7f);

        // when
        FeatureBatch small = decoded(
                schema,
                tensor(Dtype.FLOAT64, reject("d")),
                e -> e.writeBytes(new byte[] {-1, -1, (byte) 0xcf, (byte) 0xc7}));
        FeatureBatch large = decoded(schema, tensor(Dtype.FLOAT64, reject("d")), e -> e.writeBytes(long128));
        FeatureBatch whole =
                decoded(decimal("38", "0"), tensor(Dtype.INT32, reject("d")), e -> e.writeBytes(new byte[] {1, 0}));
        String tooLarge = problem(decimal("38", "0"), tensor(Dtype.INT64, reject("d")), e -> e.writeBytes(long128));
        String empty = problem(schema, tensor(Dtype.FLOAT64, reject("d")), e -> e.writeBytes(new byte[0]));

        // then
        assertThat(small.buffer(0).getDouble(0)).isEqualTo(-123.45);
        assertThat(large.buffer(0).getDouble(0)).isEqualTo(new BigDecimal(new BigInteger(long128), 2).doubleValue());
        assertThat(whole.buffer(0).getInt(0)).isEqualTo(256);
        assertThat(tooLarge).endsWith("out of the range of the model's input, which is int64");
        assertThat(empty)
                .isEqualTo("invalid-feature: field 'd': a decimal needs at least one byte, the event has none");
    }

    private static Schema decimal(String precision, String scale) {
        return schema("{'name': 'd', 'type': {'type': 'bytes', 'logicalType': 'decimal', 'precision': " + precision
                + ", 'scale': " + scale + "}}");
    }

    @Test
    void shouldScaleInFloat64AndRoundOnce() throws Exception {
        // given
        Schema schema = schema("{'name': 'n', 'type': 'long'}");
        Feature seconds = new Feature(
                FieldPath.parse("n"),
                1,
                new Encoding.Value(),
                new Scaling(1_700_000_000_000.0, 1000),
                new MissingValue.Reject());

        // when
        FeatureBatch batch = decoded(schema, tensor(Dtype.FLOAT32, seconds), e -> e.writeLong(1_700_000_000_123L));

        // then
        assertThat(floats(batch)).containsExactly(0.123f);
    }

    @Test
    void shouldTakeTheSchemasDefaultForNull() throws Exception {
        // given
        Schema schema = schema("{'name': 'a', 'type': [{'type': 'array', 'items': 'int'}, 'null'], 'default': [3, 4]},"
                + " {'name': 'd', 'type': [{'type': 'bytes', 'logicalType': 'decimal', 'precision': 4, 'scale': 1}, 'null'],"
                + " 'default': '\\u000f'}");
        InputTensor tensor = tensor(
                Dtype.FLOAT32,
                value("a", 2, new MissingValue.SchemaDefault()),
                value("d", 1, new MissingValue.SchemaDefault()));

        // when
        FeatureBatch batch = decoded(schema, tensor, e -> {
            e.writeIndex(1);
            e.writeIndex(1);
        });

        // then
        assertThat(floats(batch)).containsExactly(3, 4, 1.5f);
    }
}
