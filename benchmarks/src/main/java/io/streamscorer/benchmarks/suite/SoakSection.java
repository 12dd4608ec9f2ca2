package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.measure.LoadShape;
import io.streamscorer.benchmarks.measure.SoakPlan;
import io.streamscorer.benchmarks.measure.SoakRun;
import io.streamscorer.benchmarks.measure.SoakSample;
import io.streamscorer.benchmarks.measure.SoakTally;
import io.streamscorer.benchmarks.report.Statistics;
import io.streamscorer.benchmarks.report.TextTable;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.config.ProcessingGuarantee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The scorer's memory, threads, file handles and latency under a load that changes for half an hour, and what became of each event. */
public final class SoakSection {
    /** The mean load in terms of the largest rate. */
    private static final double LOAD = 0.8;

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration PROGRESS = Duration.ofMinutes(1);

    private SoakSection() {}

    /** Measures. */
    public static SoakResult measure(Run run) {
        SoakPlan soak = new SoakPlan(run.plan().soak());
        ContestantSettings settings = LatencySection.settings(run, ProcessingGuarantee.EXACTLY_ONCE_V2);
        double given = run.plan().soakRate();
        double largest = given > 0 ? 0 : LatencySection.largestRate(run, settings);
        double mean = given > 0 ? given : largest * LOAD;
        run.say("a soak of %d s at %,.0f events/s in the mean", soak.length().toSeconds(), mean);
        List<Double> told = new ArrayList<>(List.of(0.0));
        SoakRun.Course course = new SoakRun(soak.load(mean), INTERVAL)
                .run(run.stage(), run.jvm().allTouched(), settings, sample -> {
                    if (sample.second() - told.get(0) > PROGRESS.toSeconds() - 1) {
                        told.set(0, sample.second());
                        tell(run, sample);
                    }
                });
        return SoakResult.of(
                settings.workload().title(), run.jvm().heap(), largest, mean, soak, course.samples(), course.tally());
    }

    private static void tell(Run run, SoakSample sample) {
        run.say(
                "after %.0f s: %,.0f predictions/s, %,d events under way, p99 %.0f ms, %,.0f MB, %d threads, %d files,"
                        + " %d tensors",
                sample.second(),
                sample.predictionsPerSecond(),
                sample.underWay(),
                sample.sinceAppend().p99(),
                sample.residentBytes() / 1e6,
                sample.threads(),
                sample.openFiles(),
                sample.nativeTensors());
    }

    /** The verdicts. */
    public static TextTable flatness(SoakResult result) {
        TextTable table =
                new TextTable("medians of 5 s each", "first third", "last third", "change", "flat up to", "verdict");
        for (Flatness one : result.flatness()) {
            boolean rising = one.bound() >= one.first();
            table.row(
                    one.measure(),
                    number(one.first()),
                    number(one.last()),
                    one.first() == 0
                            ? number(one.last())
                            : String.format(Locale.ROOT, "%+.1f %%", (one.last() / one.first() - 1) * 100),
                    number(one.bound()),
                    one.flat() ? "flat" : rising ? "grows" : "falls");
        }
        return table;
    }

    /** The figures by the shape of the load, after the warm-up. */
    public static TextTable shapes(SoakResult result) {
        TextTable table = new TextTable(
                "medians of 5 s each",
                "sent/s, least",
                "most",
                "predictions/s",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "p99 since due",
                "largest p99 ms",
                "most under way");
        for (LoadShape shape : LoadShape.values()) {
            List<SoakSample> samples = result.warm().stream()
                    .filter(sample -> isIn(result, shape, sample))
                    .toList();
            if (samples.isEmpty()) {
                continue;
            }
            table.row(
                    shape.name().toLowerCase(Locale.ROOT),
                    number(samples.stream()
                            .mapToDouble(SoakSample::sentPerSecond)
                            .min()
                            .orElseThrow()),
                    number(samples.stream()
                            .mapToDouble(SoakSample::sentPerSecond)
                            .max()
                            .orElseThrow()),
                    number(median(samples, SoakSample::predictionsPerSecond)),
                    number(median(samples, sample -> sample.sinceAppend().p50())),
                    number(median(samples, sample -> sample.sinceAppend().p99())),
                    number(median(samples, sample -> sample.sinceAppend().p999())),
                    number(median(samples, SoakSample::sinceDueP99)),
                    number(samples.stream()
                            .mapToDouble(sample -> sample.sinceAppend().p99())
                            .max()
                            .orElseThrow()),
                    number(samples.stream()
                            .mapToDouble(SoakSample::underWay)
                            .max()
                            .orElseThrow()));
        }
        return table;
    }

    private static boolean isIn(SoakResult result, LoadShape shape, SoakSample sample) {
        double middle = sample.second() - INTERVAL.toMillis() * 0.5e-3;
        return result.phases().stream()
                .anyMatch(phase -> phase.shape() == shape && middle >= phase.from() && middle < phase.to());
    }

    private static double median(List<SoakSample> samples, ToDoubleFunction<SoakSample> figure) {
        return Statistics.median(samples.stream().map(figure::applyAsDouble).toList());
    }

    /** What became of the events. */
    public static TextTable tally(SoakResult result) {
        SoakTally tally = result.tally();
        return new TextTable(
                        "events",
                        "sent",
                        "of them broken",
                        "predictions",
                        "dead letters",
                        "doubled or out of order",
                        "keys",
                        "verdict")
                .row(
                        String.format(
                                Locale.ROOT,
                                "%.0f min at %,.0f events/s",
                                result.phases().get(result.phases().size() - 1).to() / 60,
                                result.meanRate()),
                        count(tally.sent()),
                        count(tally.broken()),
                        count(tally.predictions()),
                        count(tally.deadLetters()),
                        count(tally.misplaced()),
                        tally.sameKeys() ? "the same" : "others",
                        tally.addsUp() ? "adds up" : "does not add up");
    }

    private static String count(long events) {
        return String.format(Locale.ROOT, "%,d", events);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value != Math.rint(value) && value < 100 ? "%.1f" : "%,.0f", value);
    }
}
