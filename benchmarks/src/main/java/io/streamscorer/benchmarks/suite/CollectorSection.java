package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.EventTopic;
import io.streamscorer.benchmarks.measure.LatencySample;
import io.streamscorer.benchmarks.measure.ThroughputSample;
import io.streamscorer.benchmarks.measure.Turns;
import io.streamscorer.benchmarks.report.TextTable;
import io.streamscorer.benchmarks.stage.Collector;
import io.streamscorer.benchmarks.stage.Jvm;
import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.config.ProcessingGuarantee;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The scorer with each garbage collector that the Java has: throughput, then latency at one rate for all, both in interleaved rounds. */
public final class CollectorSection {
    private static final Workload WORKLOAD = Workload.NUMERIC_20;
    private static final ProcessingGuarantee GUARANTEE = ProcessingGuarantee.EXACTLY_ONCE_V2;

    private CollectorSection() {}

    /** Measures. */
    public static CollectorResult measure(Run run) {
        Plan plan = run.plan();
        List<Jvm> jvms = Arrays.stream(Collector.values())
                .map(collector -> new Jvm(run.jvm().heap(), collector))
                .filter(Jvm::isAvailable)
                .toList();
        int bytes = run.predictionBytes(WORKLOAD);
        Map<Collector, List<ThroughputSample>> samples = new EnumMap<>(Collector.class);
        try (EventTopic events = EventTopic.filled(run.stage(), WORKLOAD, plan.partitions(), plan.records(WORKLOAD))) {
            List<Turns.Entry> entries = jvms.stream()
                    .map(jvm -> new Turns.Entry(
                            jvm.collector().name(),
                            Contestant.SCORER,
                            jvm,
                            ThroughputSection.settings(run, events, GUARANTEE)))
                    .toList();
            plan.turns()
                    .run(
                            run.stage(),
                            events,
                            entries,
                            bytes,
                            (entry, sample) -> run.say("%s: %,.0f records/s", entry.title(), sample.recordsPerSecond()))
                    .forEach((entry, ofEntry) -> samples.put(entry.jvm().collector(), ofEntry));
        }
        double rate = LatencySection.largestRate(run, LatencySection.settings(run, GUARANTEE)) / 2;
        Map<Collector, LatencySample> latencies = new EnumMap<>(Collector.class);
        List<Turns.Entry> loaded = jvms.stream()
                .map(jvm -> new Turns.Entry(
                        jvm.collector().name(), Contestant.SCORER, jvm, LatencySection.settings(run, GUARANTEE)))
                .toList();
        LatencySection.samples(run, loaded, "half load", rate)
                .forEach((entry, sample) -> latencies.put(entry.jvm().collector(), sample));
        List<CollectorResult.Choice> choices = new ArrayList<>();
        for (Jvm jvm : jvms) {
            List<ThroughputSample> ofJvm = Objects.requireNonNull(samples.get(jvm.collector()));
            choices.add(new CollectorResult.Choice(
                    jvm.collector(),
                    ThroughputSample.median(ofJvm, ThroughputSample::recordsPerSecond),
                    ThroughputSample.median(ofJvm, ThroughputSample::collectionPercent),
                    ThroughputSample.median(ofJvm, ThroughputSample::peakResidentBytes),
                    Objects.requireNonNull(latencies.get(jvm.collector()))));
        }
        return new CollectorResult(WORKLOAD.title(), run.jvm().heap(), choices);
    }

    /** The collectors. */
    public static TextTable table(CollectorResult result) {
        TextTable table = new TextTable(
                "exactly_once_v2, heap " + result.heap(),
                "thousand records/s",
                "in collections",
                "peak memory",
                "at events/s",
                "p50 ms",
                "p99 ms",
                "p99.9 ms");
        for (CollectorResult.Choice choice : result.choices()) {
            table.row(
                    choice.collector().name(),
                    String.format(Locale.ROOT, "%,.1f", choice.recordsPerSecond() / 1000),
                    String.format(Locale.ROOT, "%.1f %%", choice.collectionPercent()),
                    String.format(Locale.ROOT, "%,.0f MB", choice.peakResidentBytes() / 1e6),
                    String.format(Locale.ROOT, "%,.0f", choice.latency().eventsPerSecond()),
                    String.format(
                            Locale.ROOT, "%.0f", choice.latency().sinceAppend().p50()),
                    String.format(
                            Locale.ROOT, "%.0f", choice.latency().sinceAppend().p99()),
                    String.format(
                            Locale.ROOT, "%.0f", choice.latency().sinceAppend().p999()));
        }
        return table;
    }
}
