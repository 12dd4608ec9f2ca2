package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.measure.MemoryPoint;
import io.streamscorer.benchmarks.report.Statistics;
import java.util.List;

/**
 * The scorer's resident memory under all the load that it takes, under exactly-once.
 *
 * @param workload what was scored
 * @param heap the heap's size
 * @param points the memory over time
 */
public record MemoryResult(String workload, String heap, List<MemoryPoint> points) {
    public MemoryResult {
        points = List.copyOf(points);
    }

    /** The mean throughput in predictions per second. */
    public double eventsPerSecond() {
        MemoryPoint first = points.get(0);
        MemoryPoint last = points.get(points.size() - 1);
        return (last.events() - first.events()) / (last.second() - first.second());
    }

    /** The most resident memory of all points, in bytes. */
    public long peakBytes() {
        return points.stream().mapToLong(MemoryPoint::residentBytes).max().orElse(0);
    }

    /**
     * The median memory of a tenth of the points, in bytes.
     *
     * @param tenth from 0 to 9; the first is mostly warm-up
     */
    public double medianOfTenth(int tenth) {
        int from = points.size() * tenth / 10;
        int to = Math.max(from + 1, points.size() * (tenth + 1) / 10);
        return Statistics.median(points.subList(from, Math.min(to, points.size())).stream()
                .map(point -> (double) point.residentBytes())
                .toList());
    }
}
