package io.streamscorer.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.FailureCategory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** What a row must hold, worked out from the record that Avro's own reader gives. */
final class AvroReference {
    private static final Schema FIELDS = Schema.createMap(new Schema.Parser()
            .parse("[\"null\",\"boolean\",\"int\",\"long\",\"float\",\"double\",\"string\",\"bytes\"]"));

    private final FeatureSpec spec;
    private final GenericRecord event;

    AvroReference(FeatureSpec spec, GenericRecord event) {
        this.spec = spec;
        this.event = event;
    }

    /** The categories of failure that the event deserves; empty if it is to be decoded. */
    Set<FailureCategory> failures() {
        Set<FailureCategory> failures = EnumSet.noneOf(FailureCategory.class);
        for (InputTensor tensor : spec.tensors()) {
            for (Feature feature : tensor.features()) {
                new FeatureReference(tensor.dtype(), feature, event, failures).elements();
            }
        }
        return failures;
    }

    /** Requires that the row holds the event's values. */
    void requireEqual(FeatureBatch batch, int row) throws IOException {
        for (int t = 0; t < spec.tensors().size(); t++) {
            InputTensor tensor = spec.tensors().get(t);
            int at = row * tensor.rowElements();
            for (Feature feature : tensor.features()) {
                Set<FailureCategory> none = EnumSet.noneOf(FailureCategory.class);
                List<Object> expected = new FeatureReference(tensor.dtype(), feature, event, none).elements();
                for (int i = 0; i < feature.width(); i++) {
                    assertThat(actual(batch, t, tensor.dtype(), at++))
                            .as("element %d of %s as %s", i, feature, tensor.dtype())
                            .isEqualTo(expected.get(i));
                }
            }
        }
        Map<String, @Nullable Object> expected = new HashMap<>();
        spec.copiedFields().forEach(path -> expected.put(path.toString(), copy(at(path))));
        assertThat(copied(batch.copied(), row)).isEqualTo(expected);
    }

    private @Nullable Object at(FieldPath path) {
        Object value = event;
        for (String name : path.names()) {
            if (value == null) {
                return null;
            }
            IndexedRecord record = (IndexedRecord) value;
            value = record.get(record.getSchema().getField(name).pos());
        }
        return value;
    }

    private static Object actual(FeatureBatch batch, int tensor, Dtype dtype, int element) {
        ByteBuffer buffer = batch.buffer(tensor);
        int at = element * dtype.bytes();
        return switch (dtype) {
            case FLOAT16 -> Float16.toFloat(buffer.getShort(at)); // seen right in Float16Test
            case FLOAT32 -> buffer.getFloat(at);
            case FLOAT64 -> buffer.getDouble(at);
            case INT8, BOOLEAN -> (long) buffer.get(at);
            case UINT8 -> (long) (buffer.get(at) & 0xff);
            case INT16 -> (long) buffer.getShort(at);
            case INT32 -> (long) buffer.getInt(at);
            case INT64 -> buffer.getLong(at);
            case STRING -> batch.strings(tensor)[element];
        };
    }

    private static @Nullable Object copy(@Nullable Object value) {
        if (value instanceof GenericFixed fixed) {
            return ByteBuffer.wrap(fixed.bytes());
        } else if (value == null
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof ByteBuffer) {
            return value;
        }
        return value.toString();
    }

    static Map<String, @Nullable Object> copied(CopiedFields copied, int row) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        encoder.writeMapStart();
        encoder.setItemCount(copied.entries(row));
        out.write(copied.bytes(), copied.start(row), copied.end(row) - copied.start(row));
        encoder.writeMapEnd();
        Map<?, ?> map = (Map<?, ?>) new GenericDatumReader<>(FIELDS)
                .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
        assertThat(map).hasSize(copied.entries(row));
        Map<String, @Nullable Object> result = new HashMap<>();
        map.forEach((key, value) -> result.put(key.toString(), copy(value)));
        return result;
    }
}
