package io.streamscorer.benchmarks.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The JVM that contestants run in: this harness's own Java with a heap and a collector that are the same for all. Immutable.
 *
 * @param heap the heap, as {@code -Xmx} takes it; it has this size from the start
 * @param collector the garbage collector
 * @param touched whether all of the heap is resident from the start, so that resident memory that grows is not the heap's
 */
public record Jvm(String heap, Collector collector, boolean touched) {
    private static final int VERSION = Runtime.version().feature();

    /** One whose heap becomes resident as it is used. */
    public Jvm(String heap, Collector collector) {
        this(heap, collector, false);
    }

    /** The same with all of its heap resident from the start. */
    public Jvm allTouched() {
        return new Jvm(heap, collector, true);
    }

    /** The program {@code java}. */
    static Path program() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** Whether this Java has the collector. */
    public boolean isAvailable() {
        List<String> command = new ArrayList<>(List.of(program().toString()));
        command.addAll(options());
        command.add("-version");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Java could not be started: " + program(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Heap, collector, and what newer versions need so as not to warn of native access. */
    public List<String> options() {
        List<String> options = new ArrayList<>(List.of("-Xms" + heap, "-Xmx" + heap));
        options.addAll(collector.options(VERSION));
        if (touched) {
            options.add("-XX:+AlwaysPreTouch");
        }
        options.addAll(quiet());
        return options;
    }

    /** What newer versions need so as not to warn of native access. */
    static List<String> quiet() {
        return VERSION >= 24
                ? List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                : List.of();
    }
}
