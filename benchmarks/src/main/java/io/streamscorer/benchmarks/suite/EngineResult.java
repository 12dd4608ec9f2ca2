package io.streamscorer.benchmarks.suite;

import java.util.List;

/**
 * The engine alone against the scorer with the same batches.
 *
 * @param workload what was scored
 * @param engine the engine and its device
 * @param points one for each size of batch
 */
public record EngineResult(String workload, String engine, List<Point> points) {
    public EngineResult {
        points = List.copyOf(points);
    }

    /**
     * One size of batch.
     *
     * @param batchSize the rows of a batch
     * @param rowsPerSecond what the engine alone scores per second
     * @param recordsPerSecond what the scorer answers per second, under exactly-once
     */
    public record Point(int batchSize, double rowsPerSecond, double recordsPerSecond) {}
}
