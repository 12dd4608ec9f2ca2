package io.streamscorer.sandbox.demo;

import io.streamscorer.schemas.Prediction;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a run goes: on a terminal a block of lines that is redrawn in place, elsewhere one line every few seconds. Belongs to one
 * thread.
 */
final class LiveView {
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);
    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";
    private static final String ROW = "  %-12s %-12s %12s %8s  %-12s";

    private final PrintStream out;
    private final boolean redraw;
    private int drawnLines;
    private Duration lastShown = Duration.ZERO;
    private long lastPredictions;

    /**
     * @param redraw whether {@code out} is a terminal that understands ANSI escape sequences
     */
    LiveView(PrintStream out, boolean redraw) {
        this.out = out;
        this.redraw = redraw;
    }

    /**
     * What is shown.
     *
     * @param elapsed since the first event of the run
     * @param events how many were sent
     * @param predictions how many were read
     * @param deadLetters how many were read, by category
     * @param latencies of the predictions since this was last asked for, in milliseconds
     * @param latest the latest predictions, newest first
     */
    record Snapshot(
            Duration elapsed,
            long events,
            long predictions,
            SortedMap<String, Long> deadLetters,
            Histogram latencies,
            List<Prediction> latest) {
        private long deadLetterCount() {
            return deadLetters.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** How often {@link #show} is worth calling. */
    Duration interval() {
        return redraw ? Duration.ofSeconds(1) : PLAIN_INTERVAL;
    }

    /** Shows the state of the run. */
    void show(Snapshot snapshot) {
        double seconds = Math.max(snapshot.elapsed().minus(lastShown).toNanos() * 1e-9, 1e-3);
        double rate = (snapshot.predictions() - lastPredictions) / seconds;
        lastShown = snapshot.elapsed();
        lastPredictions = snapshot.predictions();
        if (redraw) {
            redraw(snapshot, rate);
        } else {
            out.println(line(snapshot, rate));
        }
        out.flush();
    }

    private static String line(Snapshot snapshot, double rate) {
        return String.format(
                Locale.ROOT,
                "%4d s  events %,d  predictions %,d  dead letters %,d  %,.0f/s  latency p50 %s p99 %s",
                snapshot.elapsed().toSeconds(),
                snapshot.events(),
                snapshot.predictions(),
                snapshot.deadLetterCount(),
                rate,
                latency(snapshot.latencies(), 50),
                latency(snapshot.latencies(), 99));
    }

    private void redraw(Snapshot snapshot, double rate) {
        StringBuilder text = new StringBuilder();
        if (drawnLines > 0) {
            text.append(String.format(Locale.ROOT, UP, drawnLines)).append(CLEAR_BELOW);
        }
        int start = text.length();
        text.append(String.format(
                Locale.ROOT,
                "\n  %s%4d s%s   events %,d   predictions %,d   dead letters %,d\n",
                BOLD,
                snapshot.elapsed().toSeconds(),
                PLAIN,
                snapshot.events(),
                snapshot.predictions(),
                snapshot.deadLetterCount()));
        text.append(String.format(
                Locale.ROOT,
                "  rate %,.0f/s   latency p50 %s   p99 %s\n\n",
                rate,
                latency(snapshot.latencies(), 50),
                latency(snapshot.latencies(), 99)));
        text.append(BOLD)
                .append(String.format(Locale.ROOT, ROW, "card", "terminal", "amount", "score", "label"))
                .append(PLAIN)
                .append('\n');
        for (Prediction prediction : snapshot.latest()) {
            text.append(row(prediction)).append('\n');
        }
        text.append('\n');
        for (Map.Entry<String, Long> category : snapshot.deadLetters().entrySet()) {
            text.append(String.format(
                    Locale.ROOT, "  dead letters, %-24s %,10d\n", category.getKey(), category.getValue()));
        }
        drawnLines = (int) text.substring(start)
                .chars()
                .filter(character -> character == '\n')
                .count();
        out.print(text);
    }

    private static String row(Prediction prediction) {
        Map<String, Object> fields = prediction.getFields();
        String row = String.format(
                Locale.ROOT,
                ROW,
                cell(fields.get("customer_id")),
                cell(fields.get("terminal_id")),
                fields.get("amount") instanceof Number amount
                        ? String.format(Locale.ROOT, "%,.2f", amount.doubleValue())
                        : "",
                prediction.getScore() == null ? "" : String.format(Locale.ROOT, "%.4f", prediction.getScore()),
                cell(prediction.getLabel()));
        return "fraud".equals(prediction.getLabel()) ? RED + row + PLAIN : row;
    }

    private static String cell(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String latency(Histogram latencies, double percentile) {
        return latencies.getTotalCount() == 0 ? "-" : latencies.getValueAtPercentile(percentile) + " ms";
    }
}
