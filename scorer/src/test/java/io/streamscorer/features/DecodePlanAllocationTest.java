package io.streamscorer.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.streamscorer.failure.RecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
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
        FeatureSpec spec = spec();
        DecodePlan plan = DecodePlan.compile(schema, schema, spec);
        FeatureBatch batch = new FeatureBatch(spec, 100);
        byte[] event = event(schema);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        decode(plan, event, batch);

        // when
        long before = threads.getCurrentThreadAllocatedBytes();
        decode(plan, event, batch);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // then
        assertThat((double) allocated / RECORDS).as("bytes per record").isLessThan(0.1);
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
        event.put("counts", java.util.Map.of("x", 1L, "y", 2L));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(event, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
