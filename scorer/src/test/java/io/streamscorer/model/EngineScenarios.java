package io.streamscorer.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.model.ModelFixtures.Expected;
import io.streamscorer.packaging.ModelPackage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What has to hold of a trained model whatever the engine that runs it. */
final class EngineScenarios {
    private static final int THREADS = 4;
    private static final int ROUNDS = 20;

    private final String name;
    private final Path directory;
    private final Expected expected;

    private EngineScenarios(String name, Path directory) {
        this.name = name;
        this.directory = directory;
        this.expected = Expected.read(name);
    }

    static EngineScenarios of(String name) {
        return new EngineScenarios(name, ModelFixtures.directory(name));
    }

    /** The same expectations of a changed copy. */
    static EngineScenarios of(String name, Path directory) {
        return new EngineScenarios(name, directory);
    }

    Expected expected() {
        return expected;
    }

    private LoadedModel load() {
        return ModelFixtures.load(ModelPackage.read(directory));
    }

    /**
     * Scores all rows at once.
     *
     * @param columns for an output, in the model's order, what the columns of its row are called in {@code expected.csv}
     * @return the largest difference
     */
    double difference(List<List<String>> columns) throws Exception {
        try (LoadedModel model = load();
                ScoringSession session = model.openSession()) {
            return difference(
                    session.score(expected.batch(model), expected.rows().size()), 0, columns);
        }
    }

    private double difference(List<OutputTensor> outputs, int firstRow, List<List<String>> columns) {
        assertThat(outputs).as(name).hasSameSizeAs(columns);
        double largest = 0;
        for (int i = 0; i < columns.size(); i++) {
            int count = firstRow == 0 ? expected.rows().size() : 1;
            largest = Math.max(largest, expected.difference(outputs.get(i), firstRow, count, columns.get(i)));
        }
        return largest;
    }

    /** Scores rows alone and in a batch; the largest difference between the two. */
    double alone() throws Exception {
        try (LoadedModel model = load();
                ScoringSession session = model.openSession();
                ScoringSession single = model.openSession()) {
            FeatureBatch batch = expected.batch(model);
            FeatureBatch row = new FeatureBatch(new FeatureSpec(model.inputs(), List.of()), 1);
            List<OutputTensor> together = session.score(batch, expected.rows().size());
            double largest = 0;
            for (int i = 0; i < 100; i++) {
                batch.copyRows(i, i + 1, row);
                List<OutputTensor> alone = single.score(row, 1);
                for (int o = 0; o < together.size(); o++) {
                    for (int e = 0; e < together.get(o).elementsPerRow(); e++) {
                        double difference =
                                ModelFixtures.number(together.get(o), i, e) - ModelFixtures.number(alone.get(o), 0, e);
                        largest = Math.max(largest, Math.abs(difference));
                    }
                }
            }
            return largest;
        }
    }

    /** Scores all rows again and again by several threads at once, each with its own session; the largest difference to what is expected. */
    double parallel(List<List<String>> columns) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try (LoadedModel model = load()) {
            List<Future<Double>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                results.add(executor.submit(() -> {
                    double largest = 0;
                    try (ScoringSession session = model.openSession()) {
                        FeatureBatch batch = expected.batch(model);
                        for (int round = 0; round < ROUNDS; round++) {
                            List<OutputTensor> outputs =
                                    session.score(batch, expected.rows().size());
                            largest = Math.max(largest, difference(outputs, 0, columns));
                        }
                    }
                    return largest;
                }));
            }
            double largest = 0;
            for (Future<Double> result : results) {
                largest = Math.max(largest, result.get());
            }
            assertThat(model.openTensors())
                    .as("open tensors of %s after its calls", name)
                    .isZero();
            return largest;
        } finally {
            executor.shutdownNow();
        }
    }
}
