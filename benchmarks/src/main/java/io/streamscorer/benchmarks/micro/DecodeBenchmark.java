package io.streamscorer.benchmarks.micro;

import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.failure.RecordException;
import io.streamscorer.features.FeatureBatch;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Decoding one event of 20 numeric features (doubles, floats, ints, longs of one size and of several, nullable doubles).
 *
 * <pre>./benchmarks/run jmh DecodeBenchmark</pre>
 */
@SuppressWarnings("NullAway.Init") // JMH runs the set-up first
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class DecodeBenchmark {
    private static final List<String> FIELDS =
            IntStream.range(0, 20).mapToObj(i -> "f" + i).toList();

    private final AvroEvents events = new AvroEvents(Workload.NUMERIC_20);
    private final GenericEvents generic = new GenericEvents(events.schema(), events.schema(), FIELDS);
    private final float[] features = new float[FIELDS.size()];
    private DecodedRows rows;

    /** Compiles the plan. */
    @Setup
    public void compile() throws RecordException {
        rows = new DecodedRows(events.schema(), FIELDS);
    }

    /** The scorer's decode plan: bytes to a row of the batch. <pre>./benchmarks/run jmh DecodeBenchmark.plan</pre> */
    @Benchmark
    public FeatureBatch plan() throws RecordException {
        return rows.decode(events.next());
    }

    /** Avro's generic reader, which stops at a record. <pre>./benchmarks/run jmh DecodeBenchmark.genericReader$</pre> */
    @Benchmark
    public GenericRecord genericReader() throws IOException {
        return generic.read(events.next());
    }

    /**
     * Avro's generic reader, and from the record into an array of floats: what the plan does.
     * <pre>./benchmarks/run jmh DecodeBenchmark.genericReaderToFloats</pre>
     */
    @Benchmark
    public float[] genericReaderToFloats() throws IOException {
        generic.copy(generic.read(events.next()), features);
        return features;
    }
}
