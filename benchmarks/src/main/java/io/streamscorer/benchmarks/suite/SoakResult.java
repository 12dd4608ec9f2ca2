package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.measure.SoakPlan;
import io.streamscorer.benchmarks.measure.SoakSample;
import io.streamscorer.benchmarks.measure.SoakTally;
import io.streamscorer.benchmarks.report.Statistics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The scorer's process under a load that changes for a long time, under exactly-once.
 *
 * @param workload what was scored
 * @param heap the heap's size
 * @param largestRate the events per second that the scorer bears at most; 0 where it was not measured
 * @param meanRate the mean rate of events per second
 * @param phases the shapes of the load; the first is the warm-up
 * @param samples in the order of time
 * @param tally what became of the events
 * @param flatness the verdicts
 */
public record SoakResult(
        String workload,
        String heap,
        double largestRate,
        double meanRate,
        List<SoakPlan.Phase> phases,
        List<SoakSample> samples,
        SoakTally tally,
        List<Flatness> flatness) {
    public SoakResult {
        phases = List.copyOf(phases);
        samples = List.copyOf(samples);
        flatness = List.copyOf(flatness);
    }

    /** Judges what was seen. */
    static SoakResult of(
            String workload,
            String heap,
            double largestRate,
            double meanRate,
            SoakPlan plan,
            List<SoakSample> samples,
            SoakTally tally) {
        return new SoakResult(
                workload, heap, largestRate, meanRate, plan.phases(), samples, tally, flatness(plan, samples));
    }

    /**
     * The verdicts.
     *
     * @param samples at least one in the first and in the last third of the time after the warm-up
     */
    static List<Flatness> flatness(SoakPlan plan, List<SoakSample> samples) {
        double start = plan.warmUpSeconds();
        double third = (plan.length().toMillis() * 1e-3 - start) / SoakPlan.THIRDS;
        List<SoakSample> first = between(samples, start, start + third);
        List<SoakSample> last = between(samples, start + 2 * third, Double.POSITIVE_INFINITY);
        return List.of(
                growth("resident memory, MB", first, last, sample -> sample.residentBytes() / 1e6, 0.05, 0),
                // What a young collection leaves alone counts too, until the old generation is collected.
                growth("heap after a collection, MB", first, last, sample -> sample.heapBytes() / 1e6, 0.1, 32),
                growth("direct buffers, MB", first, last, sample -> sample.directBytes() / 1e6, 0.05, 1),
                growth("native tensors", first, last, SoakSample::nativeTensors, 0, 3),
                growth("threads", first, last, SoakSample::threads, 0, 2),
                growth("file handles", first, last, SoakSample::openFiles, 0, 4),
                growth("p99, ms", first, last, sample -> sample.sinceAppend().p99(), 0.25, 20),
                Flatness.notFalling(
                        "predictions/s",
                        median(first, SoakSample::predictionsPerSecond),
                        median(last, SoakSample::predictionsPerSecond),
                        0.05));
    }

    /** A sample's figures are of the time before it, so one on the border belongs to what lies before. */
    private static List<SoakSample> between(List<SoakSample> samples, double from, double to) {
        double slack = 0.5;
        return samples.stream()
                .filter(sample -> sample.second() > from + slack && sample.second() <= to + slack)
                .toList();
    }

    private static Flatness growth(
            String measure,
            List<SoakSample> first,
            List<SoakSample> last,
            ToDoubleFunction<SoakSample> figure,
            double part,
            double least) {
        return Flatness.notGrowing(measure, median(first, figure), median(last, figure), part, least);
    }

    /** The median of a figure. */
    private static double median(List<SoakSample> samples, ToDoubleFunction<SoakSample> figure) {
        return Statistics.median(samples.stream().map(figure::applyAsDouble).toList());
    }

    /** The samples after the warm-up. */
    List<SoakSample> warm() {
        return between(samples, phases.get(0).to(), Double.POSITIVE_INFINITY);
    }

    /** Whether each event had its one answer, and all figures stayed where they were. */
    public boolean passed() {
        return tally.addsUp() && flatness.stream().allMatch(Flatness::flat);
    }
}
