package io.streamscorer.sandbox.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A child process whose output goes to a file, and which dies with this process however this process dies.
 *
 * <p>A shell stands between the two. It holds the read end of a pipe of which this process holds the write end: when this process is
 * gone, even by SIGKILL, the pipe closes and the shell kills the child. The shell passes SIGTERM on, returns the child's exit status, and
 * shields it from the terminal's Ctrl-C, which would otherwise stop parent and child at once and in no order. Needs {@code sh}.
 *
 * <p>Safe for use by several threads.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int TAIL_BYTES = 16 * 1024;
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

    // "wait" returns early when a trap has run, and once more reports the child's own status.
    private static final String GUARD = """
            trap '' INT
            exec 3<&0 0</dev/null
            "$@" 3<&- &
            child=$!
            signalled=
            trap 'signalled=yes; kill -TERM $child 2>/dev/null' TERM
            { while read -r _; do :; done; kill -KILL $child 2>/dev/null; } <&3 &
            guard=$!
            exec 3<&-
            wait $child; status=$?
            while [ -n "$signalled" ]; do
              signalled=
              wait $child; again=$?
              [ $again -eq 127 ] || status=$again
            done
            kill $guard 2>/dev/null
            wait $guard 2>/dev/null
            exit $status
            """;

    private final Process process;
    private final Path logFile;

    private ChildProcess(Process process, Path logFile) {
        this.process = process;
        this.logFile = logFile;
    }

    /**
     * Starts a process. The caller closes it.
     *
     * @param command the program and its arguments
     * @param environment variables added to this process's own
     * @param directory the working directory, which exists
     * @param logFile where its standard output and standard error go; made anew
     * @throws UncheckedIOException when it cannot be started
     */
    public static ChildProcess start(
            List<String> command, Map<String, String> environment, Path directory, Path logFile) {
        List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARD, "sh"));
        guarded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(guarded)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(logFile.toFile());
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(builder.start(), logFile);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + command, e);
        }
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The exit status, 128 + n for a process that signal n ended; empty while it runs. */
    public OptionalInt exitStatus() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Where the process's output goes. */
    public Path logFile() {
        return logFile;
    }

    /**
     * The last lines of the process's output so far, at most {@code maxLines} of them, joined by line feeds.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    public String logTail(int maxLines) {
        try (RandomAccessFile file = new RandomAccessFile(logFile.toFile(), "r")) {
            long length = file.length();
            byte[] tail = new byte[(int) Math.min(length, TAIL_BYTES)];
            file.seek(length - tail.length);
            file.readFully(tail);
            List<String> lines = new String(tail, StandardCharsets.UTF_8)
                    .stripTrailing()
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - maxLines), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + logFile, e);
        }
    }

    /**
     * Waits until the process has ended.
     *
     * @return whether it ended within {@code timeout}
     */
    public boolean await(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Asks the process to stop (SIGTERM) and waits.
     *
     * @return the exit status, or empty when it runs on after {@code timeout}
     */
    public OptionalInt terminate(Duration timeout) throws InterruptedException {
        process.toHandle().destroy();
        boolean ended = await(timeout);
        return ended ? exitStatus() : OptionalInt.empty();
    }

    /** Kills the process (SIGKILL) if it still runs, and waits until it is gone. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!await(KILL_TIMEOUT)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException("Could not close the pipe to the child process", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
