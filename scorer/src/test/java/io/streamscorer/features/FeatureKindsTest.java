package io.streamscorer.features;

import static io.streamscorer.features.DecodeFixture.decode;
import static io.streamscorer.features.DecodeFixture.decoded;
import static io.streamscorer.features.DecodeFixture.encoded;
import static io.streamscorer.features.DecodeFixture.failure;
import static io.streamscorer.features.DecodeFixture.floats;
import static io.streamscorer.features.DecodeFixture.problem;
import static io.streamscorer.features.DecodeFixture.reject;
import static io.streamscorer.features.DecodeFixture.schema;
import static io.streamscorer.features.DecodeFixture.tensor;
import static io.streamscorer.features.DecodeFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.RecordFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

class FeatureKindsTest {
    private static final Schema STRING = schema("{'name': 's', 'type': ['null', 'string']}");
    private static final Schema FLOATS = array("float");
    private static final Schema BYTES = schema("{'name': 'b', 'type': 'bytes'}");

    private static Schema array(String items) {
        return schema("{'name': 'a', 'type': {'type': 'array', 'items': '" + items + "'}}");
    }

    @Test
    void shouldStoreStringsOnlyOnSuccess() throws Exception {
        // given
        Schema schema = schema("{'name': 's', 'type': ['null', 'string']}, {'name': 'n', 'type': 'long'}");
        FeatureSpec spec = new FeatureSpec(
                List.of(
                        tensor(Dtype.STRING, value("s", 1, new MissingValue.Text("nobody"))),
                        tensor(Dtype.INT16, reject("n"))),
                List.of());
        FeatureBatch batch = new FeatureBatch(spec, 2);

        // when
        decode(schema, schema, spec, batch, 0, e -> {
            e.writeIndex(1);
            e.writeString("né\ud83d\ude00");
            e.writeLong(-300);
        });
        decode(schema, schema, spec, batch, 1, e -> {
            e.writeIndex(0);
            e.writeLong(32767);
        });
        RecordFailure outOfRange = failure(schema, schema, spec, e -> {
            e.writeIndex(1);
            e.writeString("other");
            e.writeLong(32768);
        });
        try {
            decode(schema, schema, spec, batch, 0, e -> {
                e.writeIndex(1);
                e.writeString("other");
                e.writeLong(-32769);
            });
        } catch (io.streamscorer.failure.RecordException e) {
            // the row must be as it was
        }

        // then
        assertThat(batch.strings(0)).containsExactly("né\ud83d\ude00", "nobody");
        assertThat(batch.buffer(1).getShort(0)).isEqualTo((short) -300);
        assertThat(batch.buffer(1).getShort(2)).isEqualTo((short) 32767);
        assertThat(batch.buffer(0).capacity()).isZero();
        assertThat(outOfRange.message())
                .isEqualTo("field 'n' holds a value that is out of the range of the model's input, which is int16");
    }

    @Test
    void shouldRejectStringsThatAreNoUtf8() {
        // given
        Utf8 broken = new Utf8(new byte[] {'a', (byte) 0xc3});

        // when
        String problem = problem(STRING, tensor(Dtype.STRING, reject("s")), e -> {
            e.writeIndex(1);
            e.writeString(broken);
        });

        // then
        assertThat(problem).isEqualTo("invalid-feature: field 's': the string is not UTF-8");
    }

    @Test
    void shouldRejectAnotherNumberOfItems() {
        // given
        InputTensor pixels = tensor(Dtype.FLOAT32, value("a", 784, new MissingValue.Reject()));

        // when
        String fewer = problem(FLOATS, pixels, e -> {
            e.writeLong(783);
            for (int i = 0; i < 783; i++) {
                e.writeFloat(i);
            }
            e.writeLong(0);
        });
        String more = problem(FLOATS, pixels, e -> e.writeLong(2_000_000_000));
        String none = problem(FLOATS, pixels, e -> e.writeLong(0));
        String impossible = problem(FLOATS, pixels, e -> e.writeLong(1L << 40));

        // then
        assertThat(fewer).isEqualTo("invalid-feature: field 'a': 784 items are needed, the event has 783");
        assertThat(more)
                .isEqualTo("invalid-feature: field 'a': 784 items are needed, the event has at least 2000000000");
        assertThat(none).isEqualTo("invalid-feature: field 'a': 784 items are needed, the event has 0");
        assertThat(impossible).startsWith("malformed-avro").endsWith("but found 1099511627776");
    }

    @Test
    void shouldReadItemsInBlocksWithAndWithoutSizes() throws Exception {
        // given
        InputTensor tensor = tensor(Dtype.FLOAT32, value("a", 3, new MissingValue.Reject()));

        // when
        FeatureBatch batch = decoded(FLOATS, tensor, e -> {
            e.writeLong(1);
            e.writeFloat(1);
            e.writeLong(-2);
            e.writeLong(8);
            e.writeFloat(2);
            e.writeFloat(3);
            e.writeLong(0);
        });
        String wrongSize = problem(FLOATS, tensor, e -> {
            e.writeLong(-3);
            e.writeLong(11);
            e.writeFloat(1);
            e.writeFloat(2);
            e.writeFloat(3);
            e.writeLong(0);
        });
        String cut = problem(FLOATS, tensor, e -> {
            e.writeLong(3);
            e.writeFloat(1);
        });

        // then
        assertThat(floats(batch)).containsExactly(1, 2, 3);
        assertThat(wrongSize).startsWith("malformed-avro").endsWith("expected a block's items to end at its size");
        assertThat(cut).startsWith("malformed-avro").endsWith("but the bytes end");
    }

    @Test
    void shouldRejectAnItemThatIsNullOrOutOfRange() {
        // given
        Schema nullable = schema("{'name': 'a', 'type': {'type': 'array', 'items': ['null', 'double']}}");
        InputTensor tensor = tensor(Dtype.FLOAT16, value("a", 2, new MissingValue.Reject()));

        // when
        String isNull = problem(nullable, tensor, e -> {
            e.writeLong(2);
            e.writeIndex(1);
            e.writeDouble(1);
            e.writeIndex(0);
            e.writeLong(0);
        });
        String outOfRange = problem(nullable, tensor, e -> {
            e.writeLong(2);
            e.writeIndex(1);
            e.writeDouble(65519.99);
            e.writeIndex(1);
            e.writeDouble(65520);
            e.writeLong(0);
        });

        // then
        assertThat(isNull)
                .isEqualTo(
                        "missing-feature: field 'a' has an item that is null, and the model package says to reject such"
                                + " an event");
        assertThat(outOfRange).endsWith("out of the range of the model's input, which is float16");
    }

    @Test
    void shouldUnpackAndScaleBytes() throws Exception {
        // given
        Feature feature = new Feature(
                FieldPath.parse("b"),
                3,
                new Encoding.Packed(Dtype.UINT8),
                new Scaling(0, 255),
                new MissingValue.Reject());
        ByteBuffer packed = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(Float.NaN);

        // when
        FeatureBatch scaled = decoded(BYTES, tensor(Dtype.FLOAT32, feature), e -> e.writeBytes(new byte[] {0, 51, -1}));
        FeatureBatch copied = decoded(
                BYTES,
                tensor(Dtype.FLOAT32, encoded("b", 2, new Encoding.Packed(Dtype.FLOAT32))),
                e -> e.writeBytes(packed.array()));
        String wrong = problem(BYTES, tensor(Dtype.FLOAT32, feature), e -> e.writeBytes(new byte[] {0, 51}));
        String noBoolean = problem(
                BYTES,
                tensor(Dtype.BOOLEAN, encoded("b", 2, new Encoding.Packed(Dtype.BOOLEAN))),
                e -> e.writeBytes(new byte[] {1, 2}));

        // then
        assertThat(floats(scaled)).containsExactly(0, 0.2f, 1);
        assertThat(floats(copied)).containsExactly(1.5f, Float.NaN);
        assertThat(wrong)
                .isEqualTo("invalid-feature: field 'b': 3 bytes are needed for 3 elements of uint8, the event has 2");
        assertThat(noBoolean)
                .isEqualTo("invalid-feature: field 'b': element 1 is no boolean, which is a byte 0 or 1, but 2");
    }

    @Test
    void shouldReadKeysInAnyOrderAndTheLastOfTheSame() throws Exception {
        // given
        Schema schema = schema("{'name': 'm', 'type': {'type': 'map', 'values': 'double'}}");
        InputTensor tensor = tensor(
                Dtype.FLOAT32,
                reject("m.a"),
                reject("m[\"b.c\"]"),
                value("m.absent", 1, new MissingValue.Constant(-1)));

        // when
        FeatureBatch batch = decoded(schema, tensor, e -> {
            e.writeLong(2);
            e.writeString("a");
            e.writeDouble(1e300); // of no account, since the key comes again
            e.writeString("other");
            e.writeDouble(5);
            e.writeLong(2);
            e.writeString("b.c");
            e.writeDouble(2);
            e.writeString("a");
            e.writeDouble(1);
            e.writeLong(0);
        });
        String absent = problem(schema, tensor, e -> {
            e.writeLong(1);
            e.writeString("a");
            e.writeDouble(1);
            e.writeLong(0);
        });

        // then
        assertThat(floats(batch)).containsExactly(1, 2, -1);
        assertThat(absent)
                .isEqualTo(
                        "missing-feature: field 'm[\"b.c\"]' is missing, since its map lacks the key, and the model package"
                                + " says to reject such an event");
    }
}
