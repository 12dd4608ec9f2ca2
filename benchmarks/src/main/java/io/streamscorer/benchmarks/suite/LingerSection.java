package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.report.TextTable;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.config.OwnSettings;
import io.streamscorer.config.ProcessingGuarantee;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code linger.ms} gives in throughput and takes in latency. */
public final class LingerSection {
    private static final List<Integer> LINGERS = List.of(0, 1, 5, 20, 100);

    private LingerSection() {}

    /** Measures. */
    public static LingerResult measure(Run run) {
        ContestantSettings settings = LatencySection.settings(run, ProcessingGuarantee.AT_LEAST_ONCE);
        double half = LatencySection.largestRate(run, run.jvm(), Contestant.SCORER, settings) / 2;
        List<LingerResult.Choice> choices = new ArrayList<>();
        for (int linger : LINGERS) {
            ContestantSettings lingering = settings.with(OwnSettings.LINGER, Integer.toString(linger));
            String title = OwnSettings.LINGER + " " + linger;
            choices.add(new LingerResult.Choice(
                    linger,
                    LatencySection.largestRate(run, run.jvm(), Contestant.SCORER, lingering),
                    LatencySection.sample(run, run.jvm(), Contestant.SCORER, lingering, title, half),
                    LatencySection.sample(
                            run, run.jvm(), Contestant.SCORER, lingering, title, LatencySection.LOW_RATE)));
        }
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
                "p99 of the median slice",
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
                    LatencySection.millis(choice.atHalf().typicalP99()),
                    String.format(Locale.ROOT, "%.2f µs", choice.atHalf().cpuMicrosPerRecord()),
                    LatencySection.millis(choice.atLowLoad().sinceAppend().p50()),
                    LatencySection.millis(choice.atLowLoad().sinceAppend().p99()));
        }
        return table;
    }
}
