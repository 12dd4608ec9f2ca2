package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.EventTopic;
import io.streamscorer.benchmarks.measure.ThroughputRun;
import io.streamscorer.benchmarks.measure.ThroughputSample;
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
import java.util.Objects;

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
        List<Contestant> contestants = plan.contestants();
        Map<ProcessingGuarantee, Map<Contestant, List<ThroughputSample>>> samples =
                new EnumMap<>(ProcessingGuarantee.class);
        try (EventTopic events = EventTopic.filled(run.stage(), workload, plan.partitions(), plan.records(workload))) {
            run.say(
                    "%s: %,d events of %d bytes are on the topic",
                    workload.title(), events.records(), events.events().meanBytes());
            for (int round = 0; round < plan.rounds(); round++) {
                for (ProcessingGuarantee guarantee : ProcessingGuarantee.values()) {
                    Map<Contestant, List<ThroughputSample>> ofGuarantee =
                            samples.computeIfAbsent(guarantee, missing -> new EnumMap<>(Contestant.class));
                    for (int i = 0; i < contestants.size(); i++) {
                        // Each round begins with another one, so that none always follows the same.
                        Contestant contestant = contestants.get((i + round) % contestants.size());
                        ThroughputSample sample = new ThroughputRun(plan.warmUp(), plan.window())
                                .run(
                                        run.stage(),
                                        events,
                                        contestant,
                                        run.jvm(),
                                        settings(run, events, guarantee),
                                        1,
                                        bytes);
                        ofGuarantee
                                .computeIfAbsent(contestant, missing -> new ArrayList<>())
                                .add(sample);
                        run.say(
                                "round %d of %d, %s, (%s) %s: %,.0f records/s",
                                round + 1,
                                plan.rounds(),
                                guarantee.wireName(),
                                contestant.letter(),
                                contestant.title(),
                                sample.recordsPerSecond());
                    }
                }
            }
            List<ThroughputResult.Case> cases = new ArrayList<>();
            for (ProcessingGuarantee guarantee : ProcessingGuarantee.values()) {
                cases.add(new ThroughputResult.Case(
                        workload.name(),
                        workload.title(),
                        guarantee,
                        events.events().meanBytes(),
                        bytes,
                        plan.partitions(),
                        Objects.requireNonNull(samples.get(guarantee))));
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
                "thousand records/s, medians",
                "guarantee",
                "(a) loop",
                "(b) copy",
                "(c) scorer",
                "(d) plain",
                "(c)/(a)",
                "(c)/(b)",
                "(c)/(d)",
                "spread (b), (c)");
        for (ThroughputResult.Case one : result.cases()) {
            double scorer = one.rate(Contestant.SCORER);
            table.row(
                    one.title(),
                    one.guarantee().wireName(),
                    thousands(one.rate(Contestant.LOOP)),
                    thousands(one.rate(Contestant.COPY)),
                    thousands(scorer),
                    thousands(one.rate(Contestant.PLAIN)),
                    ratio(scorer, one.rate(Contestant.LOOP)),
                    ratio(scorer, one.rate(Contestant.COPY)),
                    ratio(scorer, one.rate(Contestant.PLAIN)),
                    percent(one.spread(Contestant.COPY)) + ", " + percent(one.spread(Contestant.SCORER)));
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
                        "(" + contestant.letter() + ") " + contestant.title(),
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

    private static String ratio(double value, double reference) {
        return Double.isNaN(value) || Double.isNaN(reference)
                ? MISSING
                : String.format(Locale.ROOT, "%.2f", Statistics.ratio(value, reference));
    }

    private static String percent(double part) {
        return Double.isNaN(part) ? MISSING : String.format(Locale.ROOT, "%.0f %%", 100 * part);
    }
}
