package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.LatencySample;
import io.streamscorer.config.ProcessingGuarantee;
import java.util.List;
import java.util.Optional;

/**
 * Latencies of the scorer and of the copy.
 *
 * @param workload what was scored
 * @param partitions of each topic
 * @param warmUpSeconds how long each rate ran before it was measured
 * @param windowSeconds how long each rate was measured, in all its turns together
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
     * @param eventsPerSecond predictions that the reader got per second, in the median round
     */
    public record Maximum(ProcessingGuarantee guarantee, Contestant contestant, double eventsPerSecond) {}

    /**
     * One contestant's latencies at one rate.
     *
     * @param variant what the scorer was told besides; empty for the scorer as it is, and for the copy
     * @param commitIntervalMillis the commit interval, or {@link #DEFAULT_INTERVAL} for the scorer's own
     * @param loadPercent the rate in percent of the scorer's largest under this guarantee; 0 for the 10 events per second of low load
     */
    public record Point(
            ProcessingGuarantee guarantee,
            Contestant contestant,
            String variant,
            int commitIntervalMillis,
            int loadPercent,
            LatencySample sample) {}

    /** The same without the settings that were tried. */
    public LatencyResult withoutVariants() {
        return new LatencyResult(
                workload,
                partitions,
                warmUpSeconds,
                windowSeconds,
                maxima,
                points.stream().filter(point -> point.variant().isEmpty()).toList());
    }

    /** The copy's latencies beside a point's, measured in the same rounds. */
    public Optional<LatencySample> copyBeside(Point point) {
        return points.stream()
                .filter(other -> other.contestant() == Contestant.COPY
                        && other.guarantee() == point.guarantee()
                        && other.commitIntervalMillis() == point.commitIntervalMillis()
                        && other.loadPercent() == point.loadPercent())
                .map(Point::sample)
                .findFirst();
    }
}
