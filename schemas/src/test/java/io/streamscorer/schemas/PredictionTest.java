package io.streamscorer.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;

final class PredictionTest {
    private static final Schema CURRENT = Prediction.getClassSchema();

    @Test
    void shouldKeepEveryValueWhenWrittenAndRead() throws IOException {
        // given
        Prediction prediction = minimal()
                .setScore(0.875)
                .setLabel("fraud")
                .setProbabilities(Map.of("legitimate", 0.125, "fraud", 0.875))
                .setOutputs(Map.of(
                        "float32", output("float32", List.of(2L), new Float32Values(List.of(1.5f, Float.NaN))),
                        "float64", output("float64", List.of(), new Float64Values(List.of(Math.PI))),
                        "int64", output("int64", List.of(1L), new Int64Values(List.of(Long.MIN_VALUE))),
                        "boolean", output("boolean", List.of(2L, 1L), new BooleanValues(List.of(true, false))),
                        "string", output("string", List.of(1L), new StringValues(List.of("köln")))))
                .setFields(fieldsOfEveryType())
                .build();

        // when
        Prediction read = read(write(prediction), CURRENT);

        // then
        assertThat(read).isEqualTo(prediction);
        assertThat(read.getFields()).containsOnlyKeys(prediction.getFields().keySet());
        assertThat(read.getScore()).isEqualTo(0.875);
        assertThat(read.getScoredAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
        assertThat(read.getOutputs().get("string").getValues()).isEqualTo(new StringValues(List.of("köln")));
    }

    @Test
    void shouldLeaveOutWhatTheModelDoesNotSay() throws IOException {
        // given
        Prediction prediction = minimal().build();

        // when
        Prediction read = read(write(prediction), CURRENT);

        // then
        assertThat(read.getScore()).isNull();
        assertThat(read.getLabel()).isNull();
        assertThat(read.getProbabilities()).isNull();
        assertThat(read.getOutputs()).isEmpty();
        assertThat(read.getFields()).isEmpty();
    }

    @Test
    void shouldStayCompatibleWithTheFirstVersionInBothDirections() throws IOException {
        // given
        Schema first = firstVersion();

        // when
        SchemaCompatibilityType newReader = compatibility(CURRENT, first);
        SchemaCompatibilityType oldReader = compatibility(first, CURRENT);

        // then
        assertThat(newReader).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(oldReader).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @Test
    void shouldBeReadableByTheReadersOfTheFirstVersion() throws IOException {
        // given
        Prediction prediction =
                minimal().setScore(0.5).setFields(fieldsOfEveryType()).build();

        // when
        Prediction read = read(write(prediction), firstVersion());

        // then
        assertThat(read.getScore()).isEqualTo(0.5);
        assertThat(read.getSourceOffset()).isEqualTo(42);
    }

    @Test
    void shouldStayCompatibleWhenAFieldWithDefaultIsAdded() {
        // given
        Schema later = withField("""
                {"name": "later", "type": ["null", "string"], "default": null}""");

        // when
        SchemaCompatibilityType newReader = compatibility(later, CURRENT);
        SchemaCompatibilityType oldReader = compatibility(CURRENT, later);

        // then
        assertThat(newReader).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(oldReader).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @Test
    void shouldBreakNewReadersWhenAFieldWithoutDefaultIsAdded() {
        // given
        Schema later = withField("""
                {"name": "later", "type": "string"}""");

        // when
        SchemaCompatibilityType newReader = compatibility(later, CURRENT);

        // then
        assertThat(newReader).isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
    }

    private static Prediction.Builder minimal() {
        return Prediction.newBuilder()
                .setModelName("card-fraud")
                .setModelVersion("1")
                .setSourceTopic("transactions")
                .setSourcePartition(3)
                .setSourceOffset(42)
                .setSourceTimestamp(Instant.ofEpochMilli(-1))
                .setSourceSchemaId(7)
                .setScoredAt(Instant.ofEpochMilli(1_700_000_000_123L));
    }

    private static OutputTensor output(String dtype, List<Long> shape, Object values) {
        return OutputTensor.newBuilder()
                .setDtype(dtype)
                .setShape(shape)
                .setValues(values)
                .build();
    }

    private static Map<String, Object> fieldsOfEveryType() {
        Map<String, Object> fields = new HashMap<>();
        fields.put("null", null);
        fields.put("boolean", true);
        fields.put("int", 1);
        fields.put("long", 2L);
        fields.put("float", 3.5f);
        fields.put("double", 4.5);
        fields.put("string", "text");
        fields.put("bytes", ByteBuffer.wrap("bytes".getBytes(StandardCharsets.UTF_8)));
        return fields;
    }

    private static byte[] write(Prediction prediction) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<>(Prediction.class).write(prediction, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static Prediction read(byte[] bytes, Schema reader) throws IOException {
        return new SpecificDatumReader<Prediction>(CURRENT, reader)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }

    private static Schema firstVersion() throws IOException {
        try (InputStream stream = PredictionTest.class.getResourceAsStream("/prediction-v1.avsc")) {
            return new Schema.Parser().parse(stream);
        }
    }

    private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }

    /** The current schema with one more field, given as JSON. */
    private static Schema withField(String json) {
        String holder = "{\"type\": \"record\", \"name\": \"Holder\", \"fields\": [" + json + "]}";
        Schema.Field added = new Schema.Parser().parse(holder).getFields().get(0);
        List<Schema.Field> fields = new ArrayList<>();
        CURRENT.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field(added, added.schema()));
        return Schema.createRecord(CURRENT.getName(), CURRENT.getDoc(), CURRENT.getNamespace(), false, fields);
    }
}
