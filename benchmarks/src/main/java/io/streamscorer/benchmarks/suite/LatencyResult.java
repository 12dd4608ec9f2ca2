package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.LatencySample;
import io.streamscorer.config.ProcessingGuarantee;
import java.util.List;

/**
 * Latencies of the scorer and of the copy.
 *
 * @param workload what was scored
 * @param partitions of each topic
 * @param warmUpSeconds how long each rate ran before it was measured
 * @param windowSeconds how long each rate was measured
 * @param maxima the largest rates
 * @param points the latencies
 */
public record LatencyResult(
        String workload,
        int partitions,
        long warmUpSeconds,
        long windowSeconds,
        List<Maximum> maxima,
        List<Point> points) {
    /** The commit interval that stands for the scorer's own. */
    public static final int DEFAULT_INTERVAL = 0;

    public LatencyResult {
        maxima = List.copyOf(maxima);
        points = List.copyOf(points);
    }

    /**
     * The largest rate of a contestant with generator and reader running.
     *
     * @param eventsPerSecond predictions that the reader got per second
     */
    public record Maximum(ProcessingGuarantee guarantee, Contestant contestant, double eventsPerSecond) {}

    /**
     * One run.
     *
     * @param commitIntervalMillis the commit interval, or {@link #DEFAULT_INTERVAL} for the scorer's own
     * @param loadPercent the rate in percent of the scorer's largest under this guarantee; 0 for the 10 events per second of low load
     */
    public record Point(
            ProcessingGuarantee guarantee,
            Contestant contestant,
            int commitIntervalMillis,
            int loadPercent,
            LatencySample sample) {}
}
