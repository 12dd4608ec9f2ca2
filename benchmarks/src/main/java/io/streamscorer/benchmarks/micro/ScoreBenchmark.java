package io.streamscorer.benchmarks.micro;

import io.streamscorer.benchmarks.contestant.RecordPredictor;
import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.failure.RecordException;
import io.streamscorer.features.FeatureBatch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Running the net of 20 features over 512 rows that are decoded already, in batches of several sizes; the time is that of one row.
 *
 * <pre>./benchmarks/run jmh ScoreBenchmark</pre>
 */
@SuppressWarnings("NullAway.Init") // JMH runs the set-up first
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ScoreBenchmark {
    private final BenchmarkModel model = new BenchmarkModel();
    private FeatureBatch batch;
    private float[][] rows;

    /** The scorer's session and the size of its batches. */
    @SuppressWarnings("NullAway.Init")
    @State(Scope.Thread)
    public static class Batched {
        /** How many rows are scored together. */
        @Param({"1", "16", "128", "512"})
        public int batchSize;

        private ScoringSession session;

        /** Opens a session. */
        @Setup
        public void open(ScoreBenchmark benchmark) {
            session = benchmark.model.model().openSession();
        }

        /** Closes it. */
        @TearDown
        public void close() {
            session.close();
        }
    }

    /** One DJL predictor. */
    @SuppressWarnings("NullAway.Init")
    @State(Scope.Thread)
    public static class PerRecord {
        private RecordPredictor predictor;

        /** Loads the model. */
        @Setup
        public void open(ScoreBenchmark benchmark) {
            predictor = new RecordPredictor(benchmark.model.modelPackage(), "events");
        }

        /** Frees it. */
        @TearDown
        public void close() {
            predictor.close();
        }
    }

    /** Decodes the events. */
    @Setup
    public void decode() throws RecordException {
        batch = model.batch();
        ByteBuffer buffer = batch.buffer(0);
        int width = batch.tensors().get(0).rowElements();
        rows = new float[BenchmarkModel.ROWS][width];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < width; i++) {
                rows[row][i] = buffer.getFloat((row * width + i) * Float.BYTES);
            }
        }
    }

    /** Frees the model. */
    @TearDown
    public void close() {
        model.close();
    }

    /** The scorer's session. <pre>./benchmarks/run jmh ScoreBenchmark.session</pre> */
    @Benchmark
    @OperationsPerInvocation(BenchmarkModel.ROWS)
    public List<OutputTensor> session(Batched batched) throws ScoringException {
        List<OutputTensor> outputs = List.of();
        for (int scored = 0; scored < BenchmarkModel.ROWS; scored += batched.batchSize) {
            outputs = batched.session.score(batch, batched.batchSize);
        }
        return outputs;
    }

    /** One DJL prediction per row. <pre>./benchmarks/run jmh ScoreBenchmark.djlPerRecord</pre> */
    @Benchmark
    @OperationsPerInvocation(BenchmarkModel.ROWS)
    public void djlPerRecord(PerRecord perRecord, Blackhole sink) {
        for (float[] row : rows) {
            sink.consume(perRecord.predictor.probabilities(row));
        }
    }
}
