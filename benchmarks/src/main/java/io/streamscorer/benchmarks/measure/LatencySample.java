package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.report.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/**
 * A contestant's latencies at one rate.
 *
 * @param eventsPerSecond the rate
 * @param events how many events were counted
 * @param missing how many events had no prediction 10 s after the last of their turn was sent; if there are any, the contestant could not
 *     follow. They count with the time when it came
 * @param sinceAppend from the event's append at the broker to its prediction in a reader's hands
 * @param p99ByRound the 99th percentile of that latency in each turn, in milliseconds: one stall of the machine makes the 99th percentile of all,
 *     but not that of most turns
 * @param sinceDue from the time when the event was due to its prediction in a reader's hands
 * @param cpuMicrosPerRecord processor time of the contestant's process per record, in microseconds
 * @param peakResidentBytes the most resident memory that the process has had; 0 where it is not known
 */
public record LatencySample(
        double eventsPerSecond,
        long events,
        long missing,
        Percentiles sinceAppend,
        List<Double> p99ByRound,
        Percentiles sinceDue,
        double cpuMicrosPerRecord,
        long peakResidentBytes) {
    public LatencySample {
        p99ByRound = List.copyOf(p99ByRound);
    }

    static LatencySample of(
            double rate,
            long missing,
            List<Visibility.Window> windows,
            double cpuMicrosPerRecord,
            long peakResidentBytes) {
        Histogram sinceAppend = new Histogram(3);
        Histogram sinceDue = new Histogram(3);
        for (Visibility.Window window : windows) {
            sinceAppend.add(window.sinceAppend());
            sinceDue.add(window.sinceDue());
        }
        return new LatencySample(
                rate,
                sinceAppend.getTotalCount(),
                missing,
                Percentiles.of(sinceAppend),
                windows.stream()
                        .map(window -> window.sinceAppend().getValueAtPercentile(99) * 1e-3)
                        .toList(),
                Percentiles.of(sinceDue),
                cpuMicrosPerRecord,
                peakResidentBytes);
    }

    /** The 99th percentile of the median turn. */
    public double typicalP99() {
        return Statistics.median(p99ByRound);
    }

    /** The 99th percentile against another contestant's of the same round; the median of all rounds in which that one had any. */
    public OptionalDouble p99Against(LatencySample other) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(p99ByRound.size(), other.p99ByRound.size()); round++) {
            if (other.p99ByRound.get(round) > 0) {
                ratios.add(p99ByRound.get(round) / other.p99ByRound.get(round));
            }
        }
        return ratios.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Statistics.median(ratios));
    }

    /**
     * Latencies in milliseconds.
     *
     * @param p50 half of them are no longer
     * @param p99 99 in 100 are no longer
     * @param p999 999 in 1,000 are no longer
     * @param max the longest
     */
    public record Percentiles(double p50, double p99, double p999, double max) {
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
