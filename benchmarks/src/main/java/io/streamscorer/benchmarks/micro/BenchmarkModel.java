package io.streamscorer.benchmarks.micro;

import io.streamscorer.benchmarks.workload.DecodedEvents;
import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.ModelSettings;
import io.streamscorer.model.Models;
import io.streamscorer.packaging.ModelPackage;
import java.nio.file.Path;

/** The model of 20 numeric features, and a batch of decoded events for it. One thread. Closing it frees the model. */
final class BenchmarkModel implements AutoCloseable {
    static final int ROWS = 512;

    private final ModelPackage modelPackage;
    private final LoadedModel model;

    BenchmarkModel() {
        modelPackage = ModelPackage.read(
                Workload.NUMERIC_20.model(Path.of(System.getProperty("benchmarks.models", "benchmarks/models"))));
        model = Models.load(modelPackage, new ModelSettings("cpu", 1, ROWS));
    }

    ModelPackage modelPackage() {
        return modelPackage;
    }

    LoadedModel model() {
        return model;
    }

    /** A batch of {@link #ROWS} decoded events. */
    FeatureBatch batch() {
        return DecodedEvents.batch(Workload.NUMERIC_20, model.inputs(), ROWS);
    }

    @Override
    public void close() {
        model.close();
    }
}
