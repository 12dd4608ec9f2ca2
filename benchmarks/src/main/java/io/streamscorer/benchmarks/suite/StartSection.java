package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.measure.StartRun;
import io.streamscorer.benchmarks.report.Statistics;
import io.streamscorer.benchmarks.report.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** From the start of the scorer's process to its first prediction, with the demo's model and {@code bin/scorer} as it is shipped. */
public final class StartSection {
    private static final int STARTS = 5;
    private static final Path MODEL = Path.of("sandbox/model/card-fraud");

    private StartSection() {}

    /** Measures. */
    public static StartResult measure(Run run) {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < STARTS; round++) {
            seconds.add(StartRun.seconds(run.stage(), MODEL));
            run.say("start %d: %.2f s to the first prediction", round + 1, seconds.get(round));
        }
        return new StartResult("card-fraud", seconds);
    }

    /** The times. */
    public static TextTable table(StartResult result) {
        return new TextTable("start to first prediction", "median", "fastest", "slowest")
                .row(
                        result.model(),
                        seconds(Statistics.median(result.seconds())),
                        seconds(Collections.min(result.seconds())),
                        seconds(Collections.max(result.seconds())));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
