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

    /** Measures: as unpacked and with an archive in turns. The start that makes the archive is not counted. */
    public static StartResult measure(Run run) {
        Path archive = run.stage().file("classes.jsa");
        StartRun.seconds(run.stage(), MODEL, "-XX:ArchiveClassesAtExit=" + archive);
        // With -Xshare:on Java does not start without an archive that fits.
        String fromArchive = "-Xshare:on -XX:SharedArchiveFile=" + archive;
        List<Double> unpacked = new ArrayList<>();
        List<Double> archived = new ArrayList<>();
        for (int round = 0; round < STARTS; round++) {
            unpacked.add(StartRun.seconds(run.stage(), MODEL, ""));
            archived.add(StartRun.seconds(run.stage(), MODEL, fromArchive));
            run.say(
                    "starts %d: %.2f s to the first prediction, with the archive %.2f s",
                    round + 1, unpacked.get(round), archived.get(round));
        }
        return new StartResult("card-fraud", unpacked, archived);
    }

    /** The times. */
    public static TextTable table(StartResult result) {
        TextTable table = new TextTable("start to first prediction", "median", "fastest", "slowest");
        row(table, result.model() + ", as unpacked", result.seconds());
        row(table, result.model() + ", with an archive of its classes", result.archivedSeconds());
        return table;
    }

    private static void row(TextTable table, String name, List<Double> seconds) {
        table.row(
                name,
                seconds(Statistics.median(seconds)),
                seconds(Collections.min(seconds)),
                seconds(Collections.max(seconds)));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
