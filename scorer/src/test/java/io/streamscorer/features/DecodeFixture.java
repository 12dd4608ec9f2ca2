package io.streamscorer.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.RecordFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Schemas, specs and events in few words. */
final class DecodeFixture {
    private DecodeFixture() {}

    interface Event {
        void write(BinaryEncoder encoder) throws IOException;
    }

    static Schema schema(String fields) {
        String text = "{'type': 'record', 'name': 'Event', 'fields': [" + fields + "]}";
        return new Schema.Parser().parse(text.replace('\'', '"'));
    }

    static FeatureSpec spec(Dtype dtype, String path) {
        return new FeatureSpec(List.of(tensor(dtype, reject(path))), List.of());
    }

    static InputTensor tensor(Dtype dtype, Feature... features) {
        return new InputTensor("x", dtype, Arrays.asList(features));
    }

    static Feature reject(String path) {
        return new Feature(FieldPath.parse(path), new MissingValue.Reject());
    }

    static byte[] bytes(Event event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        event.write(encoder);
        encoder.flush();
        return out.toByteArray();
    }

    static void decode(Schema writer, Schema reader, FeatureSpec spec, FeatureBatch batch, int row, Event event)
            throws RecordException, IOException {
        byte[] bytes = bytes(event);
        for (int before = 0; before < row; before++) {
            batch.copied().begin(before);
        }
        DecodePlan.compile(writer, reader, spec).decode(bytes, 0, bytes.length, batch, row);
    }

    static RecordFailure failure(Schema writer, Schema reader, FeatureSpec spec, Event event) {
        RecordException failure = catchThrowableOfType(
                RecordException.class, () -> decode(writer, reader, spec, new FeatureBatch(spec, 1), 0, event));
        assertThat(failure).as("a failure").isNotNull();
        return failure.failure();
    }

    /** Decodes one event that was written with the reader schema into row 0 of a new batch. */
    static FeatureBatch decoded(Schema schema, InputTensor tensor, Event event) throws RecordException, IOException {
        FeatureSpec spec = new FeatureSpec(List.of(tensor), List.of());
        FeatureBatch batch = new FeatureBatch(spec, 1);
        decode(schema, schema, spec, batch, 0, event);
        return batch;
    }

    /** What is wrong with an event that was written with the reader schema. */
    static String problem(Schema schema, InputTensor tensor, Event event) {
        RecordFailure failure = failure(schema, schema, new FeatureSpec(List.of(tensor), List.of()), event);
        return failure.category().wireName() + ": " + failure.message();
    }

    /** The elements of the first tensor's rows, as floats. */
    static float[] floats(FeatureBatch batch) {
        float[] floats = new float[batch.buffer(0).capacity() / Float.BYTES];
        batch.buffer(0).asFloatBuffer().get(floats);
        return floats;
    }

    /** A feature of a plain value. */
    static Feature value(String path, int width, MissingValue missing) {
        return new Feature(FieldPath.parse(path), width, new Encoding.Value(), Scaling.NONE, missing);
    }

    /** A feature of another encoding, which must not be missing. */
    static Feature encoded(String path, int width, Encoding encoding) {
        return new Feature(FieldPath.parse(path), width, encoding, Scaling.NONE, new MissingValue.Reject());
    }
}
