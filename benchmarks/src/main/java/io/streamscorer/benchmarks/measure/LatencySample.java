package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.report.Statistics;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A contestant's latencies at one rate.
 *
 * @param eventsPerSecond the rate
 * @param events how many events were counted
 * @param missing how many of the span's events had no prediction 10 s after it; if there are any, the contestant could not follow
 * @param sinceAppend from the event's append at the broker to its prediction in a reader's hands
 * @param typicalP99 the 99th percentile of that latency in the median slice of the time that was measured, in milliseconds: one stall of the
 *     machine makes the whole time's 99th percentile, but not that of most slices
 * @param sinceDue from the time when the event was due to its prediction in a reader's hands
 * @param cpuMicrosPerRecord processor time of the contestant's process per record, in microseconds
 * @param peakResidentBytes the most resident memory that the process has had; 0 where it is not known
 */
public record LatencySample(
        double eventsPerSecond,
        long events,
        long missing,
        Percentiles sinceAppend,
        double typicalP99,
        Percentiles sinceDue,
        double cpuMicrosPerRecord,
        long peakResidentBytes) {
    /**
     * Latencies in milliseconds.
     *
     * @param p50 half of them are no longer
     * @param p99 99 in 100 are no longer
     * @param p999 999 in 1,000 are no longer
     * @param max the longest
     */
    public record Percentiles(double p50, double p99, double p999, double max) {
        /** The median of the 99th percentiles of histograms of microseconds, of those that hold anything. */
        static double typicalP99(List<Histogram> slices) {
            return Statistics.median(slices.stream()
                    .filter(slice -> slice.getTotalCount() > 0)
                    .map(slice -> slice.getValueAtPercentile(99) * 1e-3)
                    .toList());
        }

        /** Takes them from histograms of microseconds together. */
        static Percentiles of(List<Histogram> slices) {
            Histogram all = new Histogram(3);
            slices.forEach(all::add);
            return of(all);
        }

        /** Takes them from a histogram of microseconds. */
        static Percentiles of(Histogram micros) {
            return new Percentiles(
                    micros.getValueAtPercentile(50) * 1e-3,
                    micros.getValueAtPercentile(99) * 1e-3,
                    micros.getValueAtPercentile(99.9) * 1e-3,
                    micros.getMaxValue() * 1e-3);
        }
    }
}
