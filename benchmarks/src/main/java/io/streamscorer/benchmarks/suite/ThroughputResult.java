package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.ThroughputSample;
import io.streamscorer.benchmarks.report.Statistics;
import io.streamscorer.config.ProcessingGuarantee;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * The throughput of all contestants.
 *
 * @param cases one for each workload and guarantee
 */
public record ThroughputResult(List<Case> cases) {
    public ThroughputResult {
        cases = List.copyOf(cases);
    }

    /**
     * What the contestants did with one workload under one guarantee.
     *
     * @param workload its name
     * @param title what it is
     * @param guarantee the processing guarantee
     * @param eventBytes the mean size of an event
     * @param predictionBytes the mean size of a prediction, and of what the copies write
     * @param partitions of each topic
     * @param samples each contestant's samples, by round
     */
    public record Case(
            String workload,
            String title,
            ProcessingGuarantee guarantee,
            int eventBytes,
            int predictionBytes,
            int partitions,
            Map<Contestant, List<ThroughputSample>> samples) {
        /** The median of what the samples of a contestant say. */
        public double median(Contestant contestant, ToDoubleFunction<ThroughputSample> figure) {
            return Statistics.median(
                    samplesOf(contestant).stream().map(figure::applyAsDouble).toList());
        }

        /** The median throughput of a contestant, in records per second. */
        public double rate(Contestant contestant) {
            return median(contestant, ThroughputSample::recordsPerSecond);
        }

        /** How far a contestant's throughputs lie apart, as a part of the median. */
        public double spread(Contestant contestant) {
            return Statistics.spread(samplesOf(contestant).stream()
                    .map(ThroughputSample::recordsPerSecond)
                    .toList());
        }

        private List<ThroughputSample> samplesOf(Contestant contestant) {
            return Objects.requireNonNull(samples.get(contestant), contestant::title);
        }
    }
}
