package io.streamscorer.topology;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.InputTensor;
import io.streamscorer.features.MissingValue;
import io.streamscorer.model.FakeModel;
import io.streamscorer.model.FakeOutput;
import io.streamscorer.model.OutputRoles;
import io.streamscorer.prediction.PredictionEncoder;
import io.streamscorer.registry.WireFormat;
import io.streamscorer.scoring.BatchIsolation;
import io.streamscorer.scoring.DecodePlans;
import io.streamscorer.scoring.EventScorer;
import io.streamscorer.scoring.Retry;
import io.streamscorer.scoring.ScoringListener;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** The events and the model of tests of the topology, which need no more than that a model answers. */
final class Doubler {
    static final int BATCH = 4;

    private static final Schema EVENT =
            SchemaBuilder.record("Event").fields().requiredDouble("amount").endRecord();
    private static final FeatureSpec SPEC = new FeatureSpec(
            List.of(new InputTensor(
                    "x", Dtype.FLOAT64, List.of(new Feature(FieldPath.parse("amount"), new MissingValue.Reject())))),
            List.of());

    private Doubler() {}

    /** An event's value, framed. */
    static byte[] value(double amount) {
        return ByteBuffer.allocate(13)
                .put(WireFormat.prefix(1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(amount)
                .array();
    }

    /** A scorer of such events, in batches of {@link #BATCH}. */
    static EventScorer scorer(Runnable called) {
        return scorer((batch, rows) -> {
            called.run();
            return ones(rows);
        });
    }

    /** A scorer that fails on negative amounts, and tells of it. */
    static EventScorer scorerOfPositives(Runnable failing) {
        return scorer((batch, rows) -> {
            for (int row = 0; row < rows; row++) {
                if (batch.buffer(0).getDouble(row * Double.BYTES) < 0) {
                    failing.run();
                    throw new ScoringException("A negative amount", null);
                }
            }
            return ones(rows);
        });
    }

    private static List<OutputTensor> ones(int rows) {
        return List.of(FakeOutput.of("y", Dtype.FLOAT64, new long[0], Collections.nCopies(rows, 1.0)));
    }

    private static EventScorer scorer(FakeModel.Behaviour behaviour) {
        FakeModel model = new FakeModel(
                "doubler",
                "7",
                SPEC.tensors(),
                List.of("y"),
                new OutputRoles(new OutputRoles.Score(0, 0), null, null),
                behaviour);
        return new EventScorer(
                new DecodePlans(id -> EVENT, EVENT, SPEC),
                new BatchIsolation(
                        model.openSession(),
                        new FeatureBatch(SPEC, BATCH),
                        new FeatureBatch(SPEC, 1),
                        new Retry(Duration.ofSeconds(1), new StopSignal()),
                        ScoringListener.NONE),
                new PredictionEncoder(WireFormat.prefix(1), model),
                new FeatureBatch(SPEC, BATCH),
                ScoringListener.NONE,
                () -> 0);
    }
}
