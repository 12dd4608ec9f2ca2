package io.streamscorer.benchmarks.micro;

import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.failure.RecordException;
import io.streamscorer.features.FeatureBatch;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Decoding 20 features of an event that has 200 of all kinds, an array and a map: the rest is skipped.
 *
 * <pre>./benchmarks/run jmh SkipBenchmark</pre>
 */
@SuppressWarnings("NullAway.Init") // JMH runs the set-up first
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SkipBenchmark {
    private static final List<String> FIELDS =
            IntStream.range(0, 20).mapToObj(i -> "f" + i).toList();

    private final AvroEvents events = new AvroEvents(Workload.MIXED_200);
    private final GenericEvents whole = new GenericEvents(events.schema(), events.schema(), FIELDS);
    private final GenericEvents projected = new GenericEvents(events.schema(), projection(events.schema()), FIELDS);
    private final float[] features = new float[FIELDS.size()];
    private DecodedRows rows;

    /** Compiles the plan. */
    @Setup
    public void compile() throws RecordException {
        rows = new DecodedRows(events.schema(), FIELDS);
    }

    /** The same record with the used fields alone, which makes Avro's reader skip the others. */
    private static Schema projection(Schema schema) {
        List<Schema.Field> used = schema.getFields().stream()
                .filter(field -> FIELDS.contains(field.name()))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, used);
    }

    /** The scorer's decode plan. <pre>./benchmarks/run jmh SkipBenchmark.plan</pre> */
    @Benchmark
    public FeatureBatch plan() throws RecordException {
        return rows.decode(events.next());
    }

    /**
     * Avro's generic reader with a reader schema of the used fields, then into an array of floats.
     * <pre>./benchmarks/run jmh SkipBenchmark.genericProjectionToFloats</pre>
     */
    @Benchmark
    public float[] genericProjectionToFloats() throws IOException {
        GenericRecord event = projected.read(events.next());
        projected.copy(event, features);
        return features;
    }

    /**
     * Avro's generic reader with the whole schema, then into an array of floats.
     * <pre>./benchmarks/run jmh SkipBenchmark.genericReaderToFloats</pre>
     */
    @Benchmark
    public float[] genericReaderToFloats() throws IOException {
        whole.copy(whole.read(events.next()), features);
        return features;
    }
}
