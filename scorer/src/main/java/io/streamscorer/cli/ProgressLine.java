package io.streamscorer.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a piece of work is: on a terminal one line that is written over, elsewhere a line now and then; and the first things that did not
 * work out. Not thread-safe.
 */
final class ProgressLine implements AutoCloseable {
    /** Set by the launcher where standard error is a terminal, which Java itself cannot tell. */
    private static final String TERMINAL = "streamscorer.terminal";

    private static final int MAX_SHOWN = 10;
    private static final int BAR_WIDTH = 30;
    private static final Duration TERMINAL_PERIOD = Duration.ofMillis(200);
    private static final Duration LINE_PERIOD = Duration.ofSeconds(10);

    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final long start;
    private long next;
    private int shownWidth;
    private long failed;

    /**
     * Begins to measure the time.
     *
     * @param terminal whether lines may be written over
     * @param nanos a clock in nanoseconds
     */
    ProgressLine(PrintWriter err, boolean terminal, LongSupplier nanos) {
        this.err = err;
        this.terminal = terminal;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.next = start + period();
    }

    static ProgressLine to(PrintWriter err) {
        return new ProgressLine(err, Boolean.getBoolean(TERMINAL), System::nanoTime);
    }

    private long period() {
        return (terminal ? TERMINAL_PERIOD : LINE_PERIOD).toNanos();
    }

    /**
     * The work has gone on.
     *
     * @param part how much of the whole is done
     * @param whole in the same unit; 0 counts as done
     * @param things how many things are done
     * @param name what they are called
     */
    void advanced(long part, long whole, long things, String name) {
        long now = nanos.getAsLong();
        if (now - next < 0) {
            return;
        }
        next = now + period();
        double share = whole == 0 ? 1 : Math.min(1, (double) part / whole);
        double seconds = (now - start) / 1e9;
        String text =
                String.format(Locale.ROOT, "%3.0f %%  %,d %s  %,.0f/s", 100 * share, things, name, things / seconds);
        if (terminal) {
            int filled = (int) (BAR_WIDTH * share);
            overwrite("[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "] " + text);
        } else {
            err.println(text.strip());
            err.flush();
        }
    }

    /**
     * Something did not work out.
     *
     * @param line what, for a person
     * @param more what is said, once, of all that follow the first ten
     */
    void failed(String line, String more) {
        failed++;
        if (failed <= MAX_SHOWN) {
            overwrite("");
            err.println(line);
        } else if (failed == MAX_SHOWN + 1) {
            overwrite("");
            err.println(more);
        }
    }

    /** Says something in passing. */
    void said(String line) {
        overwrite("");
        err.println(line);
        err.flush();
    }

    private void overwrite(String text) {
        if (terminal && (shownWidth > 0 || !text.isEmpty())) {
            err.print("\r" + text + " ".repeat(Math.max(0, shownWidth - text.length())) + (text.isEmpty() ? "\r" : ""));
            shownWidth = text.length();
            err.flush();
        }
    }

    /** Clears the line that is written over. */
    void finish() {
        overwrite("");
        err.flush();
    }

    @Override
    public void close() {
        finish();
    }
}
