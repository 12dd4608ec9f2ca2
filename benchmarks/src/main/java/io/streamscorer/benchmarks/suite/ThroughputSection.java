package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.EventTopic;
import io.streamscorer.benchmarks.measure.ThroughputSample;
import io.streamscorer.benchmarks.measure.Turns;
import io.streamscorer.benchmarks.report.Statistics;
import io.streamscorer.benchmarks.report.TextTable;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.config.ProcessingGuarantee;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All contestants against each other, in interleaved rounds, for each workload and guarantee. */
public final class ThroughputSection {
    private static final String MISSING = "-";

    private ThroughputSection() {}

    /** Measures. */
    public static ThroughputResult measure(Run run) {
        List<ThroughputResult.Case> cases = new ArrayList<>();
        for (Workload workload : run.plan().workloads()) {
            cases.addAll(measure(run, workload));
        }
        return new ThroughputResult(cases);
    }

    private static List<ThroughputResult.Case> measure(Run run, Workload workload) {
        int bytes = run.predictionBytes(workload);
        Plan plan = run.plan();
        try (EventTopic events = EventTopic.filled(run.stage(), workload, plan.partitions(), plan.records(workload))) {
            run.say(
                    "%s: %,d events of %d bytes are on the topic",
                    workload.title(), events.records(), events.events().meanBytes());
            List<ThroughputResult.Case> cases = new ArrayList<>();
            for (ProcessingGuarantee guarantee : ProcessingGuarantee.values()) {
                List<Turns.Entry> entries = run.entries(plan.contestants(), settings(run, events, guarantee));
                Map<Turns.Entry, List<ThroughputSample>> samples = plan.turns()
                        .run(
                                run.stage(),
                                events,
                                entries,
                                bytes,
                                (entry, sample) -> run.say(
                                        "%s, %s: %,.0f records/s",
                                        guarantee.wireName(), entry.title(), sample.recordsPerSecond()));
                Map<Contestant, List<ThroughputSample>> byContestant = new EnumMap<>(Contestant.class);
                List<ThroughputResult.Variant> variants = new ArrayList<>();
                samples.forEach((entry, ofEntry) -> {
                    if (byContestant.putIfAbsent(entry.contestant(), ofEntry) != null) {
                        variants.add(new ThroughputResult.Variant(entry.title(), ofEntry));
                    }
                });
                cases.add(new ThroughputResult.Case(
                        workload.name(),
                        workload.title(),
                        guarantee,
                        events.events().meanBytes(),
                        bytes,
                        plan.partitions(),
                        byContestant,
                        variants));
            }
            return cases;
        }
    }

    static ContestantSettings settings(Run run, EventTopic events, ProcessingGuarantee guarantee) {
        return new ContestantSettings(
                events.workload(),
                guarantee,
                events.name(),
                events.partitions(),
                1,
                run.plan().more());
    }

    /** The throughputs and their ratios. */
    public static TextTable table(ThroughputResult result) {
        TextTable table = new TextTable(
                "thousand records/s, medians; ratios within a round",
                "guarantee",
                "(a) loop",
                "(b) copy",
                "(c) scorer",
                "(d) plain",
                "(c)/(a)",
                "(c)/(b)",
                "its quartiles",
                "(c)/(d)",
                "rounds");
        for (ThroughputResult.Case one : result.cases()) {
            table.row(
                    one.title(),
                    one.guarantee().wireName(),
                    thousands(one.rate(Contestant.LOOP)),
                    thousands(one.rate(Contestant.COPY)),
                    thousands(one.rate(Contestant.SCORER)),
                    thousands(one.rate(Contestant.PLAIN)),
                    ratio(one.ratios(Contestant.SCORER, Contestant.LOOP)),
                    ratio(one.ratios(Contestant.SCORER, Contestant.COPY)),
                    quartiles(one.ratios(Contestant.SCORER, Contestant.COPY)),
                    ratio(one.ratios(Contestant.SCORER, Contestant.PLAIN)),
                    Integer.toString(one.rounds()));
        }
        return table;
    }

    /** The settings that were tried, against the scorer without them. */
    public static TextTable variants(ThroughputResult result) {
        TextTable table = new TextTable(
                "thousand records/s, medians",
                "guarantee",
                "(c) as it is",
                "with",
                "is",
                "ratio",
                "its quartiles",
                "CPU");
        for (ThroughputResult.Case one : result.cases()) {
            for (ThroughputResult.Variant variant : one.variants()) {
                List<Double> ratios = variant.ratios(one.samplesOf(Contestant.SCORER));
                table.row(
                        one.title(),
                        one.guarantee().wireName(),
                        thousands(one.rate(Contestant.SCORER)),
                        variant.title(),
                        thousands(variant.rate()),
                        ratio(ratios),
                        quartiles(ratios),
                        String.format(
                                Locale.ROOT,
                                "%.2f µs after %.2f µs",
                                ThroughputSample.median(variant.samples(), ThroughputSample::cpuMicrosPerRecord),
                                one.median(Contestant.SCORER, ThroughputSample::cpuMicrosPerRecord)));
            }
        }
        return table;
    }

    /** What a record costs each contestant. */
    public static TextTable costs(ThroughputResult result) {
        TextTable table = new TextTable(
                "medians",
                "guarantee",
                "contestant",
                "CPU per record",
                "allocated per record",
                "in collections",
                "peak memory",
                "prediction");
        for (ThroughputResult.Case one : result.cases()) {
            for (Contestant contestant : one.contestants()) {
                table.row(
                        one.title(),
                        one.guarantee().wireName(),
                        contestant.lettered(),
                        String.format(
                                Locale.ROOT, "%.2f µs", one.median(contestant, ThroughputSample::cpuMicrosPerRecord)),
                        String.format(
                                Locale.ROOT,
                                "%,.0f B",
                                one.median(contestant, ThroughputSample::allocatedBytesPerRecord)),
                        String.format(
                                Locale.ROOT, "%.1f %%", one.median(contestant, ThroughputSample::collectionPercent)),
                        String.format(
                                Locale.ROOT,
                                "%,.0f MB",
                                one.median(contestant, ThroughputSample::peakResidentBytes) / 1e6),
                        one.predictionBytes() + " B");
            }
        }
        return table;
    }

    private static String thousands(double rate) {
        return Double.isNaN(rate) ? MISSING : String.format(Locale.ROOT, "%,.1f", rate / 1000);
    }

    private static String ratio(List<Double> ratios) {
        return ratios.isEmpty() ? MISSING : String.format(Locale.ROOT, "%.2f", Statistics.median(ratios));
    }

    private static String quartiles(List<Double> ratios) {
        return ratios.isEmpty()
                ? MISSING
                : String.format(
                        Locale.ROOT,
                        "%.2f to %.2f",
                        Statistics.quantile(ratios, 0.25),
                        Statistics.quantile(ratios, 0.75));
    }
}
