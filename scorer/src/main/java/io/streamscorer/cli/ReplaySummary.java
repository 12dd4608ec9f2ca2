package io.streamscorer.cli;

import io.streamscorer.replay.ReplayReport;
import io.streamscorer.replay.ReplayReport.Group;
import io.streamscorer.replay.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Says what became of the dead letters. */
final class ReplaySummary {
    private final ReplayReport report;
    private final boolean dryRun;

    ReplaySummary(ReplayReport report, boolean dryRun) {
        this.report = report;
        this.dryRun = dryRun;
    }

    /**
     * Prints it.
     *
     * @param from the dead-letter topic
     * @param to the input topic
     */
    void print(PrintWriter out, String from, String to, Duration took) {
        long putBack = report.count(Verdict.PUT_BACK);
        double seconds = Math.max(took.toNanos() / 1e9, 1e-3);
        if (dryRun) {
            out.printf(
                    Locale.ROOT,
                    "Nothing was sent. Without --dry-run, dead letters of '%s' would be put back to '%s':%n",
                    from,
                    to);
        } else {
            out.printf(
                    Locale.ROOT,
                    "Put dead letters of '%s' back to '%s' in %.1f s (%,.0f/s):%n",
                    from,
                    to,
                    seconds,
                    putBack / seconds);
        }
        line(out, "dead letters", report.letters());
        line(out, dryRun ? "would be put back" : "put back", putBack);
        report.byCategory().forEach((category, group) -> group(out, category.wireName(), group));
        report.byPartition().forEach((partition, group) -> group(out, "partition " + partition, group));
        line(out, "put back before", report.count(Verdict.PUT_BACK_BEFORE));
        line(out, "left out by options", report.count(Verdict.LEFT_OUT));
        lineIfAny(out, "of other topics", Verdict.OTHER_TOPIC);
        lineIfAny(out, "of the same event", Verdict.SAME_EVENT);
        line(out, "cannot be put back", report.impossible());
        report.notes().forEach(note -> out.println("NOTE  " + note));
        out.flush();
    }

    private void lineIfAny(PrintWriter out, String name, Verdict verdict) {
        if (report.count(verdict) > 0) {
            line(out, name, report.count(verdict));
        }
    }

    private static void line(PrintWriter out, String name, long count) {
        out.printf(Locale.ROOT, "  %-22s%,15d%n", name, count);
    }

    private static void group(PrintWriter out, String name, Group group) {
        out.printf(
                Locale.ROOT,
                "    %-20s%,15d  events of %s%n",
                name,
                group.events(),
                group.oldest().equals(group.newest()) ? group.oldest() : group.oldest() + " to " + group.newest());
    }
}
