package io.streamscorer.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.streamscorer.failure.RecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class DecodePlanAllocationTest {
    private static final int RECORDS = 200_000;

    @Test
    void shouldAllocateNothingPerRecord() throws IOException, RecordException {
        // given
        Schema schema = schema();

        // when
        double allocated = allocatedPerRecord(schema, spec(), event(schema));

        // then
        assertThat(allocated).as("bytes per record").isLessThan(0.1);
    }

    @Test
    void shouldAllocateNothingForArraysMapsCategoriesPackedBytesAndDecimals() throws IOException, RecordException {
        // given
        Schema schema = kinds();

        // when
        double allocated = allocatedPerRecord(schema, kindsSpec(), kindsEvent(schema));

        // then
        assertThat(allocated).as("bytes per record").isLessThan(0.1);
    }

    private static double allocatedPerRecord(Schema schema, FeatureSpec spec, byte[] event) throws RecordException {
        DecodePlan plan = DecodePlan.compile(schema, schema, spec);
        FeatureBatch batch = new FeatureBatch(spec, 100);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        decode(plan, event, batch);
        long before = threads.getCurrentThreadAllocatedBytes();
        decode(plan, event, batch);
        return (double) (threads.getCurrentThreadAllocatedBytes() - before) / RECORDS;
    }

    private static void decode(DecodePlan plan, byte[] event, FeatureBatch batch) throws RecordException {
        for (int i = 0; i < RECORDS; i++) {
            plan.decode(event, 0, event.length, batch, i % batch.capacity());
        }
    }

    private static Schema schema() {
        var fields = SchemaBuilder.record("Event").fields();
        for (int i = 0; i < 20; i++) {
            switch (i % 5) {
                case 0 -> fields.requiredLong("f" + i);
                case 1 -> fields.requiredDouble("f" + i);
                case 2 -> fields.requiredFloat("f" + i);
                case 3 -> fields.optionalDouble("f" + i);
                default -> fields.requiredInt("f" + i);
            }
        }
        return fields.requiredString("customer")
                .name("tags")
                .type()
                .array()
                .items()
                .stringType()
                .noDefault()
                .name("counts")
                .type()
                .map()
                .values()
                .longType()
                .noDefault()
                .endRecord();
    }

    private static FeatureSpec spec() {
        List<Feature> features = IntStream.range(0, 20)
                .mapToObj(i -> new Feature(FieldPath.parse("f" + i), new MissingValue.Constant(Double.NaN)))
                .toList();
        return new FeatureSpec(
                List.of(new InputTensor("features", Dtype.FLOAT32, features)),
                List.of(FieldPath.parse("customer"), FieldPath.parse("f0"), FieldPath.parse("f3")));
    }

    private static byte[] event(Schema schema) throws IOException {
        GenericData.Record event = new GenericData.Record(schema);
        for (int i = 0; i < 20; i++) {
            switch (i % 5) {
                case 0 -> event.put(i, 1_000_000L * i);
                case 1 -> event.put(i, i * 0.5);
                case 2 -> event.put(i, i * 0.5f);
                case 3 -> event.put(i, i == 3 ? null : i * 0.25);
                default -> event.put(i, i * 100);
            }
        }
        event.put("customer", "c-1234567");
        event.put("tags", List.of("a", "b", "c"));
        event.put("counts", Map.of("x", 1L, "y", 2L));
        return bytes(schema, event);
    }

    private static Schema kinds() {
        return DecodeFixture.schema(
                "{'name': 'floats', 'type': {'type': 'array', 'items': 'float'}},"
                        + " {'name': 'maybe', 'type': {'type': 'array', 'items': ['null', 'double']}},"
                        + " {'name': 'map', 'type': {'type': 'map', 'values': 'long'}},"
                        + " {'name': 'texts', 'type': {'type': 'array', 'items': 'string'}},"
                        + " {'name': 'colour', 'type': {'type': 'enum', 'name': 'Colour', 'symbols': ['RED', 'BLUE']}},"
                        + " {'name': 'code', 'type': 'long'}, {'name': 'packed', 'type': 'bytes'},"
                        + " {'name': 'money', 'type': {'type': 'bytes', 'logicalType': 'decimal', 'precision': 9, 'scale': 2}}");
    }

    private static FeatureSpec kindsSpec() {
        MissingValue missing = new MissingValue.Constant(-1);
        Encoding vocabulary = new Encoding.Vocabulary(Map.of("RED", 1.0, "é", 2.0, "77", 3.0), 0.0);
        List<Feature> features = List.of(
                DecodeFixture.value("floats", 4, missing),
                DecodeFixture.value("maybe", 2, missing),
                DecodeFixture.value("map.x", 1, missing),
                DecodeFixture.value("map.absent", 1, missing),
                DecodeFixture.value("map.y", 1, missing),
                DecodeFixture.encoded("texts", 3, vocabulary),
                DecodeFixture.encoded("colour", 1, vocabulary),
                DecodeFixture.encoded("code", 1, vocabulary),
                DecodeFixture.encoded("packed", 4, new Encoding.Packed(Dtype.INT16)),
                DecodeFixture.value("money", 1, missing));
        List<Feature> whole =
                List.of(DecodeFixture.encoded("colour", 1, vocabulary), DecodeFixture.value("code", 1, missing));
        return new FeatureSpec(
                List.of(
                        new InputTensor("float32", Dtype.FLOAT32, features),
                        new InputTensor("float16", Dtype.FLOAT16, features),
                        new InputTensor("int16", Dtype.INT16, whole)),
                List.of());
    }

    private static byte[] kindsEvent(Schema schema) throws IOException {
        GenericData.Record event = new GenericData.Record(schema);
        event.put("floats", List.of(1f, 2f, 3f, 4f));
        event.put("maybe", Arrays.asList(null, 2.5));
        event.put("map", Map.of("x", 1L, "other", 2L, "y", 3L));
        event.put("texts", List.of("é", "RED", "unknown"));
        event.put("colour", new GenericData.EnumSymbol(schema.getField("colour").schema(), "RED"));
        event.put("code", 77L);
        event.put("packed", ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        event.put("money", ByteBuffer.wrap(new byte[] {1, 2, 3}));
        return bytes(schema, event);
    }

    private static byte[] bytes(Schema schema, GenericData.Record event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(event, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
