package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.workload.EncodedEvents;
import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.failure.RecordException;
import io.streamscorer.features.DecodePlan;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.ModelSettings;
import io.streamscorer.model.Models;
import io.streamscorer.packaging.ModelPackage;
import io.streamscorer.registry.WireFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Measures the engine alone, in this process and on one thread: the same decoded batch is scored again and again. No Kafka.
 *
 * @param warmUp how long it runs before it is measured
 * @param window how long it is measured
 */
public record EngineRun(Duration warmUp, Duration window) {
    /**
     * What was measured.
     *
     * @param rowsPerSecond rows scored per second
     * @param engine the engine's name and device
     */
    public record Result(double rowsPerSecond, String engine) {}

    /**
     * Measures once.
     *
     * @param device as the setting {@code model.device}
     * @param threads as the setting {@code model.threads}
     * @param batchSize the rows of the batch
     */
    public Result run(Workload workload, Path models, String device, int threads, int batchSize) {
        ModelPackage modelPackage = ModelPackage.read(workload.model(models));
        try (LoadedModel model = Models.load(modelPackage, new ModelSettings(device, threads, batchSize));
                ScoringSession session = model.openSession()) {
            FeatureBatch batch = batch(workload, model, batchSize);
            score(session, batch, batchSize, warmUp);
            return new Result(score(session, batch, batchSize, window), model.engine() + " on " + model.device());
        } catch (ScoringException | RecordException e) {
            throw new IllegalStateException(workload + ": " + e.getMessage(), e);
        }
    }

    private static FeatureBatch batch(Workload workload, LoadedModel model, int rows) throws RecordException {
        Schema schema = workload.schema();
        EncodedEvents events = EncodedEvents.of(workload, 1, rows);
        FeatureSpec spec = new FeatureSpec(model.inputs(), List.of());
        DecodePlan plan = DecodePlan.compile(schema, schema, spec);
        FeatureBatch batch = new FeatureBatch(spec, rows);
        for (int row = 0; row < rows; row++) {
            byte[] event = events.get(row);
            plan.decode(event, WireFormat.PREFIX_BYTES, event.length, batch, row);
        }
        return batch;
    }

    private static double score(ScoringSession session, FeatureBatch batch, int rows, Duration time)
            throws ScoringException {
        long scored = 0;
        long start = System.nanoTime();
        long passed;
        do {
            session.score(batch, rows);
            scored += rows;
            passed = System.nanoTime() - start;
        } while (passed < time.toNanos());
        return scored / (passed * 1e-9);
    }
}
