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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A child process whose output goes to a file, and which dies with this process however this process dies.
 *
 * <p>A shell beside the child holds the read end of a pipe of which this process holds the write end: when this process is gone, even by
 * SIGKILL, the pipe closes and the shell kills the child. The child ignores the terminal's Ctrl-C, which would otherwise stop parent and
 * child at once and in no order. Needs {@code sh}.
 *
 * <p>Safe for use by several threads.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int TAIL_BYTES = 16 * 1024;
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

    /** Becomes the child once it is guarded; the child ignores the interrupt, since it inherits it as ignored. */
    private static final String SHIELD = "trap '' INT; read -r _ || exit 1; exec \"$@\" </dev/null";

    /** Reads a pipe that nobody writes to: it ends when the parent is gone. */
    private static final String GUARD = "trap '' INT; while read -r _; do :; done; kill -KILL \"$1\" 2>/dev/null";

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
        List<String> shielded = new ArrayList<>(List.of("sh", "-c", SHIELD, "sh"));
        shielded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(shielded)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(logFile.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            guard(process);
            return new ChildProcess(process, logFile);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + command, e);
        }
    }

    private static void guard(Process process) throws IOException {
        try {
            Process guard = new ProcessBuilder("sh", "-c", GUARD, "sh", Long.toString(process.pid())).start();
            process.getOutputStream().write('\n');
            process.getOutputStream().close();
            // Gone before the child's number can be given to another process.
            CompletableFuture<Process> unused = process.onExit().thenApply(ended -> guard.destroyForcibly());
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The operating system's number of the process. */
    public long pid() {
        return process.pid();
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

    /** Stops the process where it is (SIGSTOP), until {@link #resume}. */
    public void suspend() {
        signal("STOP");
    }

    /** Lets a stopped process go on (SIGCONT); does nothing to one that runs. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not send SIG" + name + " to process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
        process.destroyForcibly();
        try {
            if (!await(KILL_TIMEOUT)) {
                throw new IllegalStateException("Process " + process.pid() + " is still there after SIGKILL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
