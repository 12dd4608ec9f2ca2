package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.ThroughputSample;
import io.streamscorer.benchmarks.report.Statistics;
import io.streamscorer.config.ProcessingGuarantee;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
        /** Who took part. */
        public List<Contestant> contestants() {
            return Arrays.stream(Contestant.values())
                    .filter(samples::containsKey)
                    .toList();
        }

        /** The median of what the samples of a contestant say; NaN if it did not take part. */
        public double median(Contestant contestant, ToDoubleFunction<ThroughputSample> figure) {
            List<ThroughputSample> taken = samplesOf(contestant);
            return taken.isEmpty()
                    ? Double.NaN
                    : Statistics.median(
                            taken.stream().map(figure::applyAsDouble).toList());
        }

        /** The median throughput of a contestant, in records per second. */
        public double rate(Contestant contestant) {
            return median(contestant, ThroughputSample::recordsPerSecond);
        }

        /** How far a contestant's throughputs lie apart, as a part of the median; NaN if it did not take part. */
        public double spread(Contestant contestant) {
            List<ThroughputSample> taken = samplesOf(contestant);
            return taken.isEmpty()
                    ? Double.NaN
                    : Statistics.spread(taken.stream()
                            .map(ThroughputSample::recordsPerSecond)
                            .toList());
        }

        private List<ThroughputSample> samplesOf(Contestant contestant) {
            return samples.getOrDefault(contestant, List.of());
        }
    }
}
