package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.measure.LatencySample;
import io.streamscorer.benchmarks.stage.Collector;
import java.util.List;

/**
 * The scorer with each garbage collector, under exactly-once.
 *
 * @param workload what was scored
 * @param heap the heap's size
 * @param choices one for each collector that the Java has
 */
public record CollectorResult(String workload, String heap, List<Choice> choices) {
    public CollectorResult {
        choices = List.copyOf(choices);
    }

    /**
     * One collector.
     *
     * @param recordsPerSecond the median throughput
     * @param collectionPercent the median part of the time that the collector says it took
     * @param peakResidentBytes the median of the most resident memory
     * @param latency at half of the rate that the scorer bears at most with the first collector
     */
    public record Choice(
            Collector collector,
            double recordsPerSecond,
            double collectionPercent,
            double peakResidentBytes,
            LatencySample latency) {}
}
