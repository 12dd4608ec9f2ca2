package io.streamscorer.benchmarks.page;

import io.streamscorer.benchmarks.micro.MicroBenchmarks;
import io.streamscorer.benchmarks.micro.MicroResult;
import io.streamscorer.benchmarks.report.Environment;
import io.streamscorer.benchmarks.report.ResultFiles;
import io.streamscorer.benchmarks.suite.CollectorResult;
import io.streamscorer.benchmarks.suite.CollectorSection;
import io.streamscorer.benchmarks.suite.EngineResult;
import io.streamscorer.benchmarks.suite.EngineSection;
import io.streamscorer.benchmarks.suite.LatencyResult;
import io.streamscorer.benchmarks.suite.LatencySection;
import io.streamscorer.benchmarks.suite.LingerResult;
import io.streamscorer.benchmarks.suite.LingerSection;
import io.streamscorer.benchmarks.suite.MemoryResult;
import io.streamscorer.benchmarks.suite.MemorySection;
import io.streamscorer.benchmarks.suite.ScalingResult;
import io.streamscorer.benchmarks.suite.ScalingSection;
import io.streamscorer.benchmarks.suite.SoakResult;
import io.streamscorer.benchmarks.suite.SoakSection;
import io.streamscorer.benchmarks.suite.StartResult;
import io.streamscorer.benchmarks.suite.StartSection;
import io.streamscorer.benchmarks.suite.ThroughputResult;
import io.streamscorer.benchmarks.suite.ThroughputSection;
import io.streamscorer.config.ProcessingGuarantee;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * Writes the page from its template {@code benchmarks-page.md}: a line that holds a section's name in double braces gives way to what was
 * measured, where and by which command, or to the command that would.
 */
public final class Page {
    private static final String TEMPLATE = "/benchmarks-page.md";

    private final ResultFiles results;
    private final Path charts;

    private Page(ResultFiles results, Path charts) {
        this.results = results;
        this.charts = charts;
    }

    /**
     * Writes the page.
     *
     * @param results what was measured
     * @param docs the folder of the page; its charts go into {@code benchmarks/} there
     */
    public static void write(ResultFiles results, Path docs) {
        Path charts = docs.resolve("benchmarks");
        try {
            Files.createDirectories(charts);
            Files.writeString(docs.resolve("benchmarks.md"), new Page(results, charts).text());
        } catch (IOException e) {
            throw new UncheckedIOException("The page could not be written to " + docs, e);
        }
    }

    private String text() throws IOException {
        String template;
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(TEMPLATE))) {
            template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return template.replace("{{throughput}}", part("throughput", ThroughputResult.class, this::throughput))
                .replace("{{latency}}", part("latency", LatencyResult.class, this::latency))
                .replace(
                        "{{linger}}",
                        part(
                                "linger",
                                LingerResult.class,
                                result -> LingerSection.table(result).markdown()))
                .replace(
                        "{{collectors}}",
                        part(
                                "collectors",
                                CollectorResult.class,
                                result -> CollectorSection.table(result).markdown()))
                .replace("{{scaling}}", part("scaling", ScalingResult.class, this::scaling))
                .replace("{{memory}}", part("memory", MemoryResult.class, this::memory))
                .replace(
                        "{{start}}",
                        part(
                                "start",
                                StartResult.class,
                                result -> StartSection.table(result).markdown()))
                .replace("{{soak}}", part("soak", SoakResult.class, this::soak))
                .replace(
                        "{{engine}}",
                        part(
                                "engine",
                                EngineResult.class,
                                result -> EngineSection.table(result).markdown()))
                .replace(
                        "{{micro}}",
                        part(
                                "micro",
                                MicroResult.class,
                                result -> MicroBenchmarks.table(result).markdown()));
    }

    private <T> String part(String section, Class<T> type, Function<T, String> text) {
        return results.read(section, type)
                .map(stored -> text.apply(stored.result()) + "\n" + origin(stored.environment()))
                .orElseGet(() -> "Not measured yet. `"
                        + (section.equals("micro") ? "./benchmarks/run jmh" : "./benchmarks/run --sections " + section)
                        + "` does it.\n")
                .stripTrailing();
    }

    private static String origin(Environment environment) {
        return String.format(
                Locale.ROOT,
                "`%s` at commit %s, %s, on %d cores of %s with %.0f GB, %s, %s, contestants with `%s`.",
                environment.command(),
                environment.commit(),
                environment.time(),
                environment.cores(),
                environment.processor(),
                environment.memoryBytes() / 1e9,
                environment.system(),
                environment.java(),
                String.join(" ", environment.options()));
    }

    private String throughput(ThroughputResult result) {
        return chart(
                        "throughput",
                        "Throughput of the four contestants",
                        Charts.throughput(result).svg())
                + ThroughputSection.table(result).markdown()
                + "\n"
                + ThroughputSection.costs(result).markdown();
    }

    private String latency(LatencyResult result) {
        StringBuilder text = new StringBuilder();
        for (ProcessingGuarantee guarantee : ProcessingGuarantee.values()) {
            if (result.points().stream().anyMatch(point -> point.guarantee() == guarantee)) {
                text.append(chart(
                        "latency-" + guarantee.wireName().replace('_', '-'),
                        "p99 latency by load, " + guarantee.wireName(),
                        Charts.latency(result, guarantee).svg()));
            }
        }
        return text + LatencySection.maxima(result).markdown() + "\n"
                + LatencySection.table(result.withoutVariants()).markdown();
    }

    private String scaling(ScalingResult result) {
        List<String> parts = new ArrayList<>();
        for (ScalingResult.Dimension dimension : result.dimensions()) {
            parts.add(chart(
                            "scaling-" + dimension.name().replaceAll("[^a-z]+", "-"),
                            "Throughput by " + dimension.name(),
                            Charts.scaling(dimension).svg())
                    + ScalingSection.table(dimension).markdown());
        }
        return String.join("\n", parts);
    }

    private String memory(MemoryResult result) {
        return chart(
                        "memory",
                        "Resident memory over time",
                        Charts.memory(result).svg())
                + MemorySection.table(result).markdown();
    }

    private String soak(SoakResult result) {
        return chart(
                        "soak",
                        "Memory, latency, throughput, lag, threads and file handles over time",
                        Charts.soak(result).svg())
                + SoakSection.flatness(result).markdown()
                + "\n"
                + SoakSection.tally(result).markdown()
                + "\n"
                + SoakSection.shapes(result).markdown();
    }

    /** Writes a chart, and gives the line that shows it. */
    private String chart(String name, String description, String svg) {
        try {
            Files.writeString(charts.resolve(name + ".svg"), svg);
        } catch (IOException e) {
            throw new UncheckedIOException("A chart could not be written to " + charts, e);
        }
        return "![" + description + "](benchmarks/" + name + ".svg)\n\n";
    }
}
