package io.streamscorer.cli;

import io.streamscorer.failure.Lines;
import io.streamscorer.failure.RecordFailure;
import io.streamscorer.failure.SetupException;
import io.streamscorer.files.ScoringProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a file's scoring is: on a terminal one line that is written over, elsewhere a line now and then; and the first events that could not
 * be scored. Not thread-safe.
 */
final class FileProgress implements ScoringProgress, AutoCloseable {
    /** Set by the launcher where standard error is a terminal, which Java itself cannot tell. */
    private static final String TERMINAL = "streamscorer.terminal";

    private static final int MAX_SHOWN = 10;
    private static final int BAR_WIDTH = 30;
    private static final Duration TERMINAL_PERIOD = Duration.ofMillis(200);
    private static final Duration LINE_PERIOD = Duration.ofSeconds(10);

    private final PrintWriter err;
    private final long bytes;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final long start;
    private long next;
    private int shownWidth;
    private long failed;

    /**
     * @param bytes the file's size
     * @param terminal whether lines may be written over
     * @param nanos a clock in nanoseconds
     */
    FileProgress(PrintWriter err, long bytes, boolean terminal, LongSupplier nanos) {
        this.err = err;
        this.bytes = bytes;
        this.terminal = terminal;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.next = start + period();
    }

    static FileProgress of(Path file, PrintWriter err) {
        try {
            return new FileProgress(err, Files.size(file), Boolean.getBoolean(TERMINAL), System::nanoTime);
        } catch (IOException e) {
            throw new SetupException(file + ": cannot be read: " + Lines.of(e), e);
        }
    }

    private long period() {
        return (terminal ? TERMINAL_PERIOD : LINE_PERIOD).toNanos();
    }

    @Override
    public void advanced(long events, long bytesRead) {
        long now = nanos.getAsLong();
        if (now - next < 0) {
            return;
        }
        next = now + period();
        double share = bytes == 0 ? 1 : Math.min(1, (double) bytesRead / bytes);
        double seconds = (now - start) / 1e9;
        String text =
                String.format(Locale.ROOT, "%3.0f %%  %,d events  %,.0f/s", 100 * share, events, events / seconds);
        if (terminal) {
            int filled = (int) (BAR_WIDTH * share);
            overwrite("[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "] " + text);
        } else {
            err.println(text.strip());
            err.flush();
        }
    }

    @Override
    public void failed(String place, RecordFailure failure) {
        failed++;
        if (failed <= MAX_SHOWN) {
            overwrite("");
            err.println(place + ": " + failure.category().wireName() + ": " + failure.message());
        } else if (failed == MAX_SHOWN + 1) {
            overwrite("");
            err.println("... and more events that cannot be scored; they are counted");
        }
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
