package io.streamscorer.files;

import io.streamscorer.failure.StopSignal;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.prediction.PredictionEncoder;
import io.streamscorer.scoring.BatchIsolation;
import io.streamscorer.scoring.DecodePlans;
import io.streamscorer.scoring.EventScorer;
import io.streamscorer.scoring.Retry;
import io.streamscorer.scoring.ScoringListener;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;

/** Makes the scorer of a topic for events of one schema, which no registry knows. Its predictions are bare Avro. */
final class FileScorers {
    /** How long a model is tried again that fails on everything. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private FileScorers() {}

    /**
     * Opens a scorer for one thread. Its caller closes it.
     *
     * @param capacity how many events are scored at once
     */
    static EventScorer open(
            LoadedModel model, FeatureSpec spec, Schema writer, Schema reader, int capacity, LongSupplier clock) {
        BatchIsolation isolation = new BatchIsolation(
                model.openSession(),
                new FeatureBatch(spec, capacity),
                new FeatureBatch(spec, 1),
                new Retry(PATIENCE, new StopSignal()),
                ScoringListener.NONE);
        return new EventScorer(
                new DecodePlans(id -> writer, reader, spec),
                isolation,
                new PredictionEncoder(new byte[0], model),
                new FeatureBatch(spec, capacity),
                ScoringListener.NONE,
                clock);
    }
}
