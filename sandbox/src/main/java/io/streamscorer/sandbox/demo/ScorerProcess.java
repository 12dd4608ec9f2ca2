package io.streamscorer.sandbox.demo;

import io.streamscorer.sandbox.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;

/** A scorer as a child process, started from its distribution. Its methods may be called from any thread. */
final class ScorerProcess implements AutoCloseable {
    private static final int TAIL_LINES = 30;

    private final ChildProcess process;

    private ScorerProcess(ChildProcess process) {
        this.process = process;
    }

    /**
     * Starts {@code bin/scorer run}. The caller closes it.
     *
     * @param distribution the unpacked distribution, which holds {@code bin/scorer}
     * @param settings what becomes its properties file
     * @param directory where its properties file {@code scorer.properties} and its log {@code scorer.log} go
     */
    static ScorerProcess start(Path distribution, Map<String, String> settings, Path directory) {
        Path program = distribution.resolve("bin").resolve("scorer").toAbsolutePath();
        Path file = directory.resolve("scorer.properties");
        write(settings, file);
        return new ScorerProcess(ChildProcess.start(
                List.of(program.toString(), "run", "-c", file.toString()),
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                directory,
                directory.resolve("scorer.log")));
    }

    /** Where its output goes. */
    Path logFile() {
        return process.logFile();
    }

    /**
     * Does nothing while the scorer runs.
     *
     * @throws IllegalStateException when it has ended; the message holds the end of its log
     */
    void checkAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "The scorer ended with status %d. The end of its log:\n%s",
                    process.exitStatus().orElseThrow(),
                    process.logTail(TAIL_LINES)));
        }
    }

    /** The end of its log. */
    String logTail() {
        return process.logTail(TAIL_LINES);
    }

    /**
     * Asks it to stop (SIGTERM) and waits.
     *
     * @return the exit status, or empty when it runs on after {@code timeout}
     */
    OptionalInt stop(Duration timeout) throws InterruptedException {
        return process.terminate(timeout);
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        process.close();
    }

    private static void write(Map<String, String> settings, Path file) {
        Properties properties = new Properties();
        properties.putAll(settings);
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file, e);
        }
    }
}
