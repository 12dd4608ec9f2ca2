package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.EventTopic;
import io.streamscorer.benchmarks.report.Statistics;
import io.streamscorer.benchmarks.report.TextTable;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.config.ProcessingGuarantee;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The throughput of scorer and copy for more threads, partitions, instances, features, and larger batches. */
public final class ScalingSection {
    private static final List<Integer> THREADS = List.of(1, 2);
    private static final List<Integer> INSTANCES = List.of(1, 2);
    private static final List<Integer> PARTITIONS = List.of(1, 2, 4, 8);
    private static final List<Integer> FEATURES = List.of(10, 20, 50, 100, 200, 500);
    private static final List<Integer> BATCHES = List.of(1, 4, 16, 64, 256, 1000);
    private static final int MEAN_BYTES_OF_A_FEATURE = 7;
    private static final long TOPIC_BYTES = 700_000_000;

    private ScalingSection() {}

    /** Measures. */
    public static ScalingResult measure(Run run) {
        List<ScalingResult.Dimension> dimensions = new ArrayList<>();
        Plan plan = run.plan();
        Workload workload = Workload.NUMERIC_20;
        try (EventTopic events = EventTopic.filled(run.stage(), workload, plan.partitions(), plan.records(workload))) {
            ContestantSettings settings = ThroughputSection.settings(run, events, ProcessingGuarantee.EXACTLY_ONCE_V2);
            dimensions.add(dimension(run, "stream threads", THREADS, true, (contestant, threads) -> {
                ContestantSettings changed = new ContestantSettings(
                        workload, settings.guarantee(), events.name(), plan.partitions(), threads, plan.more());
                return rate(run, events, contestant, changed, 1);
            }));
            dimensions.add(dimension(
                    run,
                    "instances",
                    INSTANCES,
                    true,
                    (contestant, instances) -> rate(run, events, contestant, settings, instances)));
            dimensions.add(dimension(
                    run,
                    "batch.max.records",
                    BATCHES,
                    false,
                    (contestant, batch) -> rate(
                            run, events, contestant, settings.with("batch.max.records", Integer.toString(batch)), 1)));
        }
        dimensions.add(dimension(
                run,
                "partitions",
                PARTITIONS,
                true,
                (contestant, partitions) -> rate(run, workload, contestant, partitions)));
        dimensions.add(dimension(run, "features", FEATURES, true, (contestant, features) -> {
            long bounded = TOPIC_BYTES / ((long) features * MEAN_BYTES_OF_A_FEATURE + 30);
            Workload sized = Workload.numeric(features, (int) Math.min(workload.records(), bounded));
            return rate(run, sized, contestant, plan.partitions());
        }));
        return new ScalingResult(dimensions);
    }

    private interface Measurement {
        double rate(Contestant contestant, int value);
    }

    private static ScalingResult.Dimension dimension(
            Run run, String name, List<Integer> values, boolean withCopy, Measurement measurement) {
        Map<Integer, List<Double>> scorer = new TreeMap<>();
        Map<Integer, List<Double>> copy = new TreeMap<>();
        for (int round = 0; round < run.plan().scalingRounds(); round++) {
            for (int value : values) {
                scorer.computeIfAbsent(value, missing -> new ArrayList<>())
                        .add(measurement.rate(Contestant.SCORER, value));
                run.say("%s %d, (c): %,.0f records/s", name, value, last(scorer, value));
                if (withCopy) {
                    copy.computeIfAbsent(value, missing -> new ArrayList<>())
                            .add(measurement.rate(Contestant.COPY, value));
                    run.say("%s %d, (b): %,.0f records/s", name, value, last(copy, value));
                }
            }
        }
        List<ScalingResult.Point> points = new ArrayList<>();
        scorer.forEach((value, rates) -> points.add(new ScalingResult.Point(
                value,
                Statistics.median(rates),
                withCopy ? Statistics.median(copy.getOrDefault(value, List.of())) : null)));
        return new ScalingResult.Dimension(name, points);
    }

    private static double last(Map<Integer, List<Double>> rates, int value) {
        List<Double> ofValue = rates.getOrDefault(value, List.of());
        return ofValue.get(ofValue.size() - 1);
    }

    private static double rate(
            Run run, EventTopic events, Contestant contestant, ContestantSettings settings, int instances) {
        return run.plan()
                .alone()
                .run(
                        run.stage(),
                        events,
                        contestant,
                        run.jvm(),
                        settings,
                        instances,
                        run.predictionBytes(Workload.NUMERIC_20))
                .recordsPerSecond();
    }

    /** The throughput over a topic that is filled for it. */
    private static double rate(Run run, Workload workload, Contestant contestant, int partitions) {
        try (EventTopic events =
                EventTopic.filled(run.stage(), workload, partitions, run.plan().records(workload))) {
            return rate(
                    run,
                    events,
                    contestant,
                    ThroughputSection.settings(run, events, ProcessingGuarantee.EXACTLY_ONCE_V2),
                    1);
        }
    }

    /** One dimension. */
    public static TextTable table(ScalingResult.Dimension dimension) {
        TextTable table = new TextTable(dimension.name(), "(c) thousand records/s", "(b) thousand records/s");
        for (ScalingResult.Point point : dimension.points()) {
            Double copy = point.copyRecordsPerSecond();
            table.row(
                    Integer.toString(point.value()),
                    String.format(Locale.ROOT, "%,.1f", point.scorerRecordsPerSecond() / 1000),
                    copy == null ? "" : String.format(Locale.ROOT, "%,.1f", copy / 1000));
        }
        return table;
    }
}
