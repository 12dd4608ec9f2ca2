package io.streamscorer.benchmarks.micro;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.failure.RecordException;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.prediction.EventSource;
import io.streamscorer.prediction.PredictionEncoder;
import io.streamscorer.registry.WireFormat;
import io.streamscorer.schemas.Prediction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Encoding one Prediction with a score and two probabilities, from the model's output tensor to a new array of framed bytes.
 *
 * <pre>./benchmarks/run jmh EncodeBenchmark</pre>
 */
@SuppressWarnings("NullAway.Init") // JMH runs the set-up first
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class EncodeBenchmark {
    private static final long TIME = 1_700_000_000_000L;
    private static final byte[] PREFIX = WireFormat.prefix(7);

    private record Source(String topic, int partition, long offset, long timestamp) implements EventSource {}

    private final BenchmarkModel model = new BenchmarkModel();
    private final ScoringSession session = model.model().openSession();
    private final PredictionEncoder encoder = new PredictionEncoder(PREFIX, model.model());
    private final GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(Prediction.getClassSchema());
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable BinaryEncoder binary;
    private FeatureBatch batch;
    private List<OutputTensor> outputs;
    private int row;

    /** Scores a batch. */
    @Setup
    public void score() throws RecordException, ScoringException {
        batch = model.batch();
        outputs = session.score(batch, BenchmarkModel.ROWS);
        encoder.begin(outputs, TIME);
    }

    /** Frees the model. */
    @TearDown
    public void close() {
        session.close();
        model.close();
    }

    private Source next() {
        row = (row + 1) % BenchmarkModel.ROWS;
        return new Source("events", row % 4, 1_000_000L + row, TIME + row);
    }

    /** The scorer's encoder. <pre>./benchmarks/run jmh EncodeBenchmark.encoder</pre> */
    @Benchmark
    public byte[] encoder() throws RecordException {
        Source source = next();
        return encoder.encode(row, batch.copied(), row, source, 3);
    }

    /**
     * A generic record and Avro's generic writer, with stream and encoder used again.
     * <pre>./benchmarks/run jmh EncodeBenchmark.genericWriter</pre>
     */
    @Benchmark
    public byte[] genericWriter() throws IOException {
        Source source = next();
        ByteBuffer probabilities = outputs.get(0).data();
        double negative = probabilities.getFloat(row * 2 * Float.BYTES);
        double positive = probabilities.getFloat((row * 2 + 1) * Float.BYTES);
        Map<String, Double> byClass = new HashMap<>();
        byClass.put("0", negative);
        byClass.put("1", positive);
        GenericRecord prediction = new GenericData.Record(Prediction.getClassSchema());
        prediction.put("model_name", model.model().name());
        prediction.put("model_version", model.model().version());
        prediction.put("score", positive);
        prediction.put("label", null);
        prediction.put("probabilities", byClass);
        prediction.put("outputs", Map.of());
        prediction.put("fields", Map.of());
        prediction.put("source_topic", source.topic());
        prediction.put("source_partition", source.partition());
        prediction.put("source_offset", source.offset());
        prediction.put("source_timestamp", source.timestamp());
        prediction.put("source_schema_id", 3);
        prediction.put("scored_at", TIME);
        bytes.reset();
        bytes.writeBytes(PREFIX);
        binary = EncoderFactory.get().binaryEncoder(bytes, binary);
        writer.write(prediction, binary);
        binary.flush();
        return bytes.toByteArray();
    }
}
