package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.LatencySample;
import io.streamscorer.benchmarks.measure.Turns;
import io.streamscorer.benchmarks.report.Statistics;
import io.streamscorer.benchmarks.report.TextTable;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.config.OwnSettings;
import io.streamscorer.config.ProcessingGuarantee;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The latencies of the scorer, and of the copy beside it, at parts of the rate that the scorer bears at most. */
public final class LatencySection {
    private static final Workload WORKLOAD = Workload.NUMERIC_20;
    private static final List<Contestant> CONTESTANTS = List.of(Contestant.SCORER, Contestant.COPY);
    /** Events per second at which nothing waits for another. */
    static final double LOW_RATE = 10;
    /** Some commits' worth at several hundred thousand events per second. */
    static final long UNDER_WAY = 200_000;

    private LatencySection() {}

    /** Measures. */
    public static LatencyResult measure(Run run) {
        Plan plan = run.plan();
        List<LatencyResult.Maximum> maxima = new ArrayList<>();
        List<LatencyResult.Point> points = new ArrayList<>();
        for (ProcessingGuarantee guarantee : guarantees(run)) {
            double largest = maxima(run, guarantee, maxima);
            List<Integer> intervals = guarantee == ProcessingGuarantee.EXACTLY_ONCE_V2
                    ? plan.commitIntervals()
                    : Stream.concat(Stream.of(LatencyResult.DEFAULT_INTERVAL), plan.otherCommitIntervals().stream())
                            .toList();
            for (int interval : intervals) {
                for (int load : plan.loads()) {
                    points.addAll(points(run, guarantee, interval, load, largest * load / 100));
                }
            }
        }
        if (!plan.brief()) {
            points.addAll(points(run, ProcessingGuarantee.AT_LEAST_ONCE, LatencyResult.DEFAULT_INTERVAL, 0, LOW_RATE));
        }
        return new LatencyResult(
                WORKLOAD.title(),
                plan.partitions(),
                plan.latencyWarmUp().toSeconds(),
                plan.latencyWindow().toSeconds(),
                maxima,
                points);
    }

    /** Finds the largest rates, and gives the scorer's. */
    private static double maxima(Run run, ProcessingGuarantee guarantee, List<LatencyResult.Maximum> maxima) {
        List<Contestant> contestants = run.plan().brief() ? List.of(Contestant.SCORER) : CONTESTANTS;
        List<Turns.Entry> entries = contestants.stream()
                .map(contestant -> run.entry(contestant, settings(run, guarantee)))
                .toList();
        double ofScorer = 0;
        for (Map.Entry<Turns.Entry, Double> one : largestRates(run, entries).entrySet()) {
            Contestant contestant = one.getKey().contestant();
            maxima.add(new LatencyResult.Maximum(guarantee, contestant, one.getValue()));
            ofScorer = contestant == Contestant.SCORER ? one.getValue() : ofScorer;
        }
        return ofScorer;
    }

    private static List<ProcessingGuarantee> guarantees(Run run) {
        return run.plan().brief()
                ? List.of(ProcessingGuarantee.EXACTLY_ONCE_V2)
                : List.of(ProcessingGuarantee.values());
    }

    /** The largest rates, with generator and reader running, in the median round. */
    static Map<Turns.Entry, Double> largestRates(Run run, List<Turns.Entry> entries) {
        Map<Turns.Entry, Double> rates = new LinkedHashMap<>();
        run.plan()
                .loadedTurnsOfLargestRates()
                .largestRates(run.stage(), entries, run.predictionBytes(WORKLOAD), UNDER_WAY)
                .forEach((entry, byRound) -> {
                    double rate = Statistics.median(byRound);
                    run.say(
                            "%s, %s: %,.0f events/s at most, with generator and reader running",
                            entry.settings().guarantee().wireName(), entry.title(), rate);
                    rates.put(entry, rate);
                });
        return rates;
    }

    /** The largest rate of the scorer, alone. */
    static double largestRate(Run run, ContestantSettings settings) {
        Turns.Entry scorer = run.entry(Contestant.SCORER, settings);
        return largestRates(run, List.of(scorer)).values().iterator().next();
    }

    private static List<LatencyResult.Point> points(
            Run run, ProcessingGuarantee guarantee, int interval, int load, double rate) {
        ContestantSettings own = settings(run, guarantee);
        ContestantSettings settings = interval == LatencyResult.DEFAULT_INTERVAL
                ? own
                : own.with(OwnSettings.COMMIT_INTERVAL, Integer.toString(interval));
        List<Turns.Entry> entries = run.entries(CONTESTANTS, settings);
        List<LatencyResult.Point> points = new ArrayList<>();
        samples(run, entries, "commit interval " + interval(interval), rate).forEach((entry, sample) -> {
            points.add(new LatencyResult.Point(
                    guarantee,
                    entry.contestant(),
                    entry.title().equals(entry.contestant().lettered()) ? "" : entry.title(),
                    interval,
                    load,
                    sample));
        });
        return points;
    }

    /**
     * The latencies of contestants at a rate, in turns.
     *
     * @param title what their settings have in common of their own, for the lines of progress
     */
    static Map<Turns.Entry, LatencySample> samples(Run run, List<Turns.Entry> entries, String title, double rate) {
        Map<Turns.Entry, LatencySample> samples =
                run.plan().loadedTurns().latencies(run.stage(), entries, run.predictionBytes(WORKLOAD), rate);
        samples.forEach((entry, sample) -> run.say(
                "%s, %s, %,.0f events/s, %s: p50 %.0f ms, p99 %.0f ms (%.0f in the median round), p99.9 %.0f ms",
                entry.settings().guarantee().wireName(),
                title,
                rate,
                entry.title(),
                sample.sinceAppend().p50(),
                sample.sinceAppend().p99(),
                sample.typicalP99(),
                sample.sinceAppend().p999()));
        return samples;
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
                    one.contestant().lettered(),
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
                "p99 of the median round",
                "against the copy's",
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
                    point.variant().isEmpty() ? point.contestant().lettered() : point.variant(),
                    millis(sample.sinceAppend().p50()),
                    millis(sample.sinceAppend().p99()),
                    typicalP99(sample),
                    againstCopy(result, point),
                    millis(sample.sinceAppend().p999()),
                    millis(sample.sinceAppend().max()),
                    millis(sample.sinceDue().p50()),
                    millis(sample.sinceDue().p99()),
                    millis(sample.sinceDue().p999()),
                    String.format(Locale.ROOT, "%,d", sample.missing()));
        }
        return table;
    }

    /** The median of the rounds' ratios. */
    private static String againstCopy(LatencyResult result, LatencyResult.Point point) {
        if (point.contestant() == Contestant.COPY) {
            return "";
        }
        OptionalDouble ratio =
                result.copyBeside(point).map(point.sample()::p99Against).orElseGet(OptionalDouble::empty);
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "";
    }

    /** Empty where no rounds are known. */
    static String typicalP99(LatencySample sample) {
        return sample.p99ByRound().isEmpty() ? "" : millis(sample.typicalP99());
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.1f" : "%.0f", millis);
    }
}
