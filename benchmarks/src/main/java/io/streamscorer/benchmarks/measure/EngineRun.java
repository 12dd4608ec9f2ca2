package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.workload.DecodedEvents;
import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.ModelSettings;
import io.streamscorer.model.Models;
import io.streamscorer.packaging.ModelPackage;
import java.nio.file.Path;
import java.time.Duration;

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
            FeatureBatch batch = DecodedEvents.batch(workload, model.inputs(), batchSize);
            score(session, batch, batchSize, warmUp);
            return new Result(score(session, batch, batchSize, window), model.engine() + " on " + model.device());
        } catch (ScoringException e) {
            throw new IllegalStateException(workload.title() + ": " + e.getMessage(), e);
        }
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
