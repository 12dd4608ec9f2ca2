package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.ThroughputSample;
import io.streamscorer.benchmarks.report.Statistics;
import io.streamscorer.config.ProcessingGuarantee;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

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
     * @param samples each contestant's samples, by round; who came to the end of the input has fewer
     * @param variants the scorer with settings that were tried
     */
    public record Case(
            String workload,
            String title,
            ProcessingGuarantee guarantee,
            int eventBytes,
            int predictionBytes,
            int partitions,
            Map<Contestant, List<ThroughputSample>> samples,
            List<Variant> variants) {
        /** Who took part. */
        public List<Contestant> contestants() {
            return Arrays.stream(Contestant.values())
                    .filter(samples::containsKey)
                    .toList();
        }

        /** The median of what the samples of a contestant say; NaN if it did not take part. */
        public double median(Contestant contestant, ToDoubleFunction<ThroughputSample> figure) {
            List<ThroughputSample> taken = samplesOf(contestant);
            return taken.isEmpty() ? Double.NaN : ThroughputSample.median(taken, figure);
        }

        /** The median throughput of a contestant, in records per second. */
        public double rate(Contestant contestant) {
            return median(contestant, ThroughputSample::recordsPerSecond);
        }

        /** The throughput of one as a part of another's in the same round, for each round that both took part in. */
        public List<Double> ratios(Contestant contestant, Contestant reference) {
            return ThroughputResult.ratios(samplesOf(contestant), samplesOf(reference));
        }

        /** In how many rounds the scorer was measured. */
        public int rounds() {
            return samplesOf(Contestant.SCORER).size();
        }

        List<ThroughputSample> samplesOf(Contestant contestant) {
            return samples.getOrDefault(contestant, List.of());
        }
    }

    /**
     * The scorer with a setting that was tried.
     *
     * @param title what was set
     * @param samples by round
     */
    public record Variant(String title, List<ThroughputSample> samples) {
        /** The median throughput, in records per second. */
        public double rate() {
            return ThroughputSample.median(samples, ThroughputSample::recordsPerSecond);
        }

        /** The throughput as a part of another's in the same round. */
        public List<Double> ratios(List<ThroughputSample> references) {
            return ThroughputResult.ratios(samples, references);
        }
    }

    private static List<Double> ratios(List<ThroughputSample> samples, List<ThroughputSample> references) {
        Map<Integer, Double> byRound = references.stream()
                .collect(Collectors.toMap(ThroughputSample::round, ThroughputSample::recordsPerSecond));
        List<Double> ratios = new ArrayList<>();
        for (ThroughputSample sample : samples) {
            Double reference = byRound.get(sample.round());
            if (reference != null) {
                ratios.add(Statistics.ratio(sample.recordsPerSecond(), reference));
            }
        }
        return ratios;
    }
}
