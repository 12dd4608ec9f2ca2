package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.EngineRun;
import io.streamscorer.benchmarks.measure.EventTopic;
import io.streamscorer.benchmarks.report.Statistics;
import io.streamscorer.benchmarks.report.TextTable;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.config.ProcessingGuarantee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much of the engine's own speed is left in the scorer, with a model so heavy that a GPU is worth it. The settings {@code model.device}
 * and {@code model.threads} hold for both.
 */
public final class EngineSection {
    private static final Workload WORKLOAD = Workload.IMAGES_784;
    private static final List<Integer> BATCHES = List.of(64, 256, 1024);
    private static final EngineRun ALONE = new EngineRun(Duration.ofSeconds(3), Duration.ofSeconds(5));

    private EngineSection() {}

    /** Measures. */
    public static EngineResult measure(Run run) {
        Plan plan = run.plan();
        String device = plan.more().getOrDefault("model.device", "auto");
        int threads = Integer.parseInt(plan.more().getOrDefault("model.threads", "1"));
        List<EngineResult.Point> points = new ArrayList<>();
        String engine = "";
        try (EventTopic events = EventTopic.filled(run.stage(), WORKLOAD, plan.partitions(), plan.records(WORKLOAD))) {
            for (int batch : BATCHES) {
                EngineRun.Result alone = ALONE.run(WORKLOAD, run.stage().models(), device, threads, batch);
                engine = alone.engine();
                run.say("batches of %d, the engine alone: %,.0f rows/s", batch, alone.rowsPerSecond());
                ContestantSettings settings = ThroughputSection.settings(
                                run, events, ProcessingGuarantee.EXACTLY_ONCE_V2)
                        .with("batch.max.records", Integer.toString(batch))
                        .with("max.poll.records", Integer.toString(batch));
                double records = plan.alone()
                        .run(run.stage(), events, Contestant.SCORER, run.jvm(), settings, 1, 0)
                        .recordsPerSecond();
                run.say("batches of %d, the scorer: %,.0f records/s", batch, records);
                points.add(new EngineResult.Point(batch, alone.rowsPerSecond(), records));
            }
        }
        return new EngineResult(WORKLOAD.title(), engine, points);
    }

    /** The engine and the scorer. */
    public static TextTable table(EngineResult result) {
        TextTable table = new TextTable(
                result.engine() + ", batch", "the engine alone, rows/s", "the scorer, records/s", "ratio");
        for (EngineResult.Point point : result.points()) {
            table.row(
                    Integer.toString(point.batchSize()),
                    String.format(Locale.ROOT, "%,.0f", point.rowsPerSecond()),
                    String.format(Locale.ROOT, "%,.0f", point.recordsPerSecond()),
                    String.format(
                            Locale.ROOT, "%.2f", Statistics.ratio(point.recordsPerSecond(), point.rowsPerSecond())));
        }
        return table;
    }
}
