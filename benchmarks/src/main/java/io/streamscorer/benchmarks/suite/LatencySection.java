package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.LatencySample;
import io.streamscorer.benchmarks.measure.LoadedRun;
import io.streamscorer.benchmarks.report.TextTable;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.benchmarks.stage.Jvm;
import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.config.ProcessingGuarantee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The latencies of the scorer, and of the copy beside it, at parts of the rate that the scorer bears at most. */
public final class LatencySection {
    private static final Workload WORKLOAD = Workload.NUMERIC_20;
    private static final List<Contestant> CONTESTANTS = List.of(Contestant.SCORER, Contestant.COPY);
    /** Events per second at which nothing waits for another. */
    static final double LOW_RATE = 10;
    /** Some commits' worth at several hundred thousand events per second. */
    private static final long UNDER_WAY = 200_000;

    private LatencySection() {}

    /** Measures. */
    public static LatencyResult measure(Run run) {
        Plan plan = run.plan();
        List<LatencyResult.Maximum> maxima = new ArrayList<>();
        List<LatencyResult.Point> points = new ArrayList<>();
        for (ProcessingGuarantee guarantee : guarantees(run)) {
            for (Contestant contestant : run.plan().brief() ? List.of(Contestant.SCORER) : CONTESTANTS) {
                double rate = largestRate(run, run.jvm(), contestant, settings(run, guarantee));
                maxima.add(new LatencyResult.Maximum(guarantee, contestant, rate));
            }
            double largest = maxima.stream()
                    .filter(maximum -> maximum.guarantee() == guarantee && maximum.contestant() == Contestant.SCORER)
                    .mapToDouble(LatencyResult.Maximum::eventsPerSecond)
                    .findFirst()
                    .orElseThrow();
            List<Integer> intervals = guarantee == ProcessingGuarantee.EXACTLY_ONCE_V2
                    ? plan.commitIntervals()
                    : Stream.concat(Stream.of(LatencyResult.DEFAULT_INTERVAL), plan.otherCommitIntervals().stream())
                            .toList();
            for (int interval : intervals) {
                for (int load : plan.loads()) {
                    for (Contestant contestant : CONTESTANTS) {
                        points.add(point(run, contestant, guarantee, interval, load, largest * load / 100));
                    }
                }
            }
        }
        if (!plan.brief()) {
            for (Contestant contestant : CONTESTANTS) {
                points.add(point(
                        run,
                        contestant,
                        ProcessingGuarantee.AT_LEAST_ONCE,
                        LatencyResult.DEFAULT_INTERVAL,
                        0,
                        LOW_RATE));
            }
        }
        return new LatencyResult(
                WORKLOAD.title(),
                plan.partitions(),
                plan.latencyWarmUp().toSeconds(),
                plan.latencyWindow().toSeconds(),
                maxima,
                points);
    }

    private static List<ProcessingGuarantee> guarantees(Run run) {
        return run.plan().brief()
                ? List.of(ProcessingGuarantee.EXACTLY_ONCE_V2)
                : List.of(ProcessingGuarantee.values());
    }

    /** The largest rate of a contestant, with generator and reader running. */
    static double largestRate(Run run, Jvm jvm, Contestant contestant, ContestantSettings settings) {
        Duration half = run.plan().latencyWarmUp().dividedBy(2);
        double rate = new LoadedRun(half, half)
                .largestRate(run.stage(), contestant, jvm, settings, run.predictionBytes(WORKLOAD), UNDER_WAY);
        run.say(
                "%s, (%s) %s: %,.0f events/s at most, with generator and reader running",
                settings.guarantee().wireName(), contestant.letter(), contestant.title(), rate);
        return rate;
    }

    private static LatencyResult.Point point(
            Run run, Contestant contestant, ProcessingGuarantee guarantee, int interval, int load, double rate) {
        ContestantSettings settings = settings(run, guarantee);
        LatencySample sample = sample(
                run,
                run.jvm(),
                contestant,
                interval == LatencyResult.DEFAULT_INTERVAL
                        ? settings
                        : settings.with("commit.interval.ms", Integer.toString(interval)),
                "commit interval " + interval(interval),
                rate);
        return new LatencyResult.Point(guarantee, contestant, interval, load, sample);
    }

    /**
     * The latencies of a contestant at a rate.
     *
     * @param title what the settings have of their own, for the line of progress
     */
    static LatencySample sample(
            Run run, Jvm jvm, Contestant contestant, ContestantSettings settings, String title, double rate) {
        LatencySample sample = new LoadedRun(
                        run.plan().latencyWarmUp(), run.plan().latencyWindow())
                .atRate(run.stage(), contestant, jvm, settings, run.predictionBytes(WORKLOAD), rate);
        run.say(
                "%s, %s, %,.0f events/s, (%s) %s: p50 %.0f ms, p99 %.0f ms (%.0f in the median slice), p99.9 %.0f ms",
                settings.guarantee().wireName(),
                title,
                rate,
                contestant.letter(),
                contestant.title(),
                sample.sinceAppend().p50(),
                sample.sinceAppend().p99(),
                sample.typicalP99(),
                sample.sinceAppend().p999());
        return sample;
    }

    /** What contestants are told here, with one stream thread. */
    static ContestantSettings settings(Run run, ProcessingGuarantee guarantee) {
        return new ContestantSettings(
                WORKLOAD, guarantee, "", run.plan().partitions(), 1, run.plan().more());
    }

    private static String interval(int millis) {
        return millis == LatencyResult.DEFAULT_INTERVAL ? "default" : millis + " ms";
    }

    /** The largest rates. */
    public static TextTable maxima(LatencyResult result) {
        TextTable table = new TextTable("largest rate, generator and reader running", "guarantee", "events/s");
        for (LatencyResult.Maximum one : result.maxima()) {
            table.row(
                    "(" + one.contestant().letter() + ") " + one.contestant().title(),
                    one.guarantee().wireName(),
                    String.format(Locale.ROOT, "%,.0f", one.eventsPerSecond()));
        }
        return table;
    }

    /** The latencies. */
    public static TextTable table(LatencyResult result) {
        TextTable table = new TextTable(
                "ms from append to visible",
                "commit interval",
                "load",
                "events/s",
                "contestant",
                "p50",
                "p99",
                "p99 of the median slice",
                "p99.9",
                "max",
                "from due time: p50",
                "p99",
                "p99.9",
                "missing");
        for (LatencyResult.Point point : result.points()) {
            LatencySample sample = point.sample();
            table.row(
                    point.guarantee().wireName(),
                    interval(point.commitIntervalMillis()),
                    point.loadPercent() == 0 ? "low" : point.loadPercent() + " %",
                    String.format(Locale.ROOT, "%,.0f", sample.eventsPerSecond()),
                    "(" + point.contestant().letter() + ") "
                            + point.contestant().title(),
                    millis(sample.sinceAppend().p50()),
                    millis(sample.sinceAppend().p99()),
                    millis(sample.typicalP99()),
                    millis(sample.sinceAppend().p999()),
                    millis(sample.sinceAppend().max()),
                    millis(sample.sinceDue().p50()),
                    millis(sample.sinceDue().p99()),
                    millis(sample.sinceDue().p999()),
                    String.format(Locale.ROOT, "%,d", sample.missing()));
        }
        return table;
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.1f" : "%.0f", millis);
    }
}
