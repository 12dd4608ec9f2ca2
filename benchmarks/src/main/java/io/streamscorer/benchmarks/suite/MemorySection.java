package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.MemoryRun;
import io.streamscorer.benchmarks.report.TextTable;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.config.ProcessingGuarantee;
import java.util.Locale;

/** The scorer's memory, watched while a generator gives it all that it takes. */
public final class MemorySection {
    private static final Workload WORKLOAD = Workload.NUMERIC_20;

    private MemorySection() {}

    /** Measures. */
    public static MemoryResult measure(Run run) {
        run.say("watching the memory for %d s", run.plan().memoryWatch().toSeconds());
        ContestantSettings settings = LatencySection.settings(run, ProcessingGuarantee.EXACTLY_ONCE_V2);
        return new MemoryResult(
                WORKLOAD.title(),
                run.jvm().heap(),
                new MemoryRun(run.plan().memoryWatch())
                        .run(
                                run.stage(),
                                run.entry(Contestant.SCORER, settings),
                                run.predictionBytes(WORKLOAD),
                                LatencySection.UNDER_WAY));
    }

    /** The memory. */
    public static TextTable table(MemoryResult result) {
        double length = result.points().get(result.points().size() - 1).second();
        return new TextTable(
                        "resident memory, heap " + result.heap(),
                        "events/s",
                        "second tenth",
                        "middle",
                        "last tenth",
                        "peak")
                .row(
                        String.format(Locale.ROOT, "%.0f s of full load", length),
                        String.format(Locale.ROOT, "%,.0f", result.eventsPerSecond()),
                        megabytes(result.medianOfTenth(1)),
                        megabytes(result.medianOfTenth(5)),
                        megabytes(result.medianOfTenth(9)),
                        megabytes((double) result.peakBytes()));
    }

    private static String megabytes(double bytes) {
        return String.format(Locale.ROOT, "%,.0f MB", bytes / 1e6);
    }
}
