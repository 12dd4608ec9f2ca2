package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.LatencySample;
import io.streamscorer.benchmarks.measure.Turns;
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
import java.util.Objects;

/** What {@code linger.ms} gives in throughput and takes in latency. */
public final class LingerSection {
    private static final List<Integer> LINGERS = List.of(0, 1, 5, 20, 100);
    /** The scorer's own, whose largest rate gives half load. */
    private static final int OWN = 5;

    private LingerSection() {}

    /** Measures. */
    public static LingerResult measure(Run run) {
        ContestantSettings settings = LatencySection.settings(run, ProcessingGuarantee.AT_LEAST_ONCE);
        Map<Integer, Turns.Entry> entries = new LinkedHashMap<>();
        for (int linger : LINGERS) {
            ContestantSettings lingering = settings.with(OwnSettings.LINGER, Integer.toString(linger));
            entries.put(
                    linger,
                    new Turns.Entry(OwnSettings.LINGER + " " + linger, Contestant.SCORER, run.jvm(), lingering));
        }
        List<Turns.Entry> all = List.copyOf(entries.values());
        Map<Turns.Entry, Double> largest = LatencySection.largestRates(run, all);
        double half = Objects.requireNonNull(largest.get(entries.get(OWN))) / 2;
        Map<Turns.Entry, LatencySample> atHalf = LatencySection.samples(run, all, "half load", half);
        Map<Turns.Entry, LatencySample> atLow = LatencySection.samples(run, all, "low load", LatencySection.LOW_RATE);
        List<LingerResult.Choice> choices = new ArrayList<>();
        entries.forEach((linger, entry) -> choices.add(new LingerResult.Choice(
                linger,
                Objects.requireNonNull(largest.get(entry)),
                Objects.requireNonNull(atHalf.get(entry)),
                Objects.requireNonNull(atLow.get(entry)))));
        return new LingerResult(Workload.NUMERIC_20.title(), choices);
    }

    /** The values. */
    public static TextTable table(LingerResult result) {
        TextTable table = new TextTable(
                "linger.ms, at_least_once",
                "largest rate, events/s",
                "at events/s",
                "p50 ms",
                "p99 ms",
                "p99 of the median round",
                "CPU per event",
                "at 10 events/s: p50 ms",
                "p99 ms");
        for (LingerResult.Choice choice : result.choices()) {
            table.row(
                    Integer.toString(choice.lingerMillis()),
                    String.format(Locale.ROOT, "%,.0f", choice.largestEventsPerSecond()),
                    String.format(Locale.ROOT, "%,.0f", choice.atHalf().eventsPerSecond()),
                    LatencySection.millis(choice.atHalf().sinceAppend().p50()),
                    LatencySection.millis(choice.atHalf().sinceAppend().p99()),
                    LatencySection.typicalP99(choice.atHalf()),
                    String.format(Locale.ROOT, "%.2f µs", choice.atHalf().cpuMicrosPerRecord()),
                    LatencySection.millis(choice.atLowLoad().sinceAppend().p50()),
                    LatencySection.millis(choice.atLowLoad().sinceAppend().p99()));
        }
        return table;
    }
}
