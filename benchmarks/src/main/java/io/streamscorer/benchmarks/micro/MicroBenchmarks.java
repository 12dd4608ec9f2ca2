package io.streamscorer.benchmarks.micro;

import io.streamscorer.benchmarks.report.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the JMH benchmarks, with the profiler that counts allocated bytes, and tabulates them. */
public final class MicroBenchmarks {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    /** In the order of the table: what the scorer does comes first in its group. */
    private static final List<String> ORDER = List.of(
            "DecodeBenchmark.plan",
            "DecodeBenchmark.genericReader",
            "DecodeBenchmark.genericReaderToFloats",
            "SkipBenchmark.plan",
            "SkipBenchmark.genericProjectionToFloats",
            "SkipBenchmark.genericReaderToFloats",
            "EncodeBenchmark.encoder",
            "EncodeBenchmark.genericWriter",
            "ScoreBenchmark.session 512",
            "ScoreBenchmark.session 128",
            "ScoreBenchmark.session 16",
            "ScoreBenchmark.session 1",
            "ScoreBenchmark.djlPerRecord");

    private MicroBenchmarks() {}

    /**
     * Runs benchmarks.
     *
     * @param pattern a regular expression that finds their names
     * @param quick whether one fork and short iterations do: a look, no measurement
     * @param jvmOptions the options of the forked JVMs
     * @param models the folder of the model packages
     */
    public static MicroResult run(String pattern, boolean quick, List<String> jvmOptions, Path models) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Dbenchmarks.models=" + models.toAbsolutePath());
        options.add("-Dlogback.configurationFile=benchmarks-logback.xml");
        ChainedOptionsBuilder builder = new OptionsBuilder()
                .include(pattern)
                .jvmArgs(options.toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        if (quick) {
            TimeValue time = TimeValue.milliseconds(300);
            builder.forks(1)
                    .warmupIterations(2)
                    .warmupTime(time)
                    .measurementIterations(2)
                    .measurementTime(time);
        }
        try {
            return tabulate(new Runner(builder.build()).run());
        } catch (RunnerException e) {
            throw new IllegalStateException("A benchmark failed", e);
        }
    }

    private static MicroResult tabulate(Collection<RunResult> results) {
        return new MicroResult(results.stream()
                .map(MicroBenchmarks::line)
                .sorted(Comparator.comparingInt(line -> ORDER.indexOf(line.group() + "." + line.name())))
                .toList());
    }

    private static MicroResult.Line line(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        String[] names = benchmark
                .substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1)
                .split("\\.", -1);
        String parameter = result.getParams().getParamsKeys().stream()
                .map(key -> " " + result.getParams().getParam(key))
                .findFirst()
                .orElse("");
        Result<?> time = result.getPrimaryResult();
        return new MicroResult.Line(
                names[0],
                names[1] + parameter,
                time.getScore(),
                time.getScoreError(),
                Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATION))
                        .getScore());
    }

    /** The benchmarks, each group's lines against its first. */
    public static TextTable table(MicroResult result) {
        TextTable table = new TextTable("benchmark", "ns per record", "± ns", "bytes allocated", "times the first");
        for (MicroResult.Line line : result.lines()) {
            table.row(
                    line.group() + "." + line.name(),
                    String.format(Locale.ROOT, "%,.1f", line.nanosPerRecord()),
                    Double.isNaN(line.errorNanos()) ? "" : String.format(Locale.ROOT, "%,.1f", line.errorNanos()),
                    String.format(Locale.ROOT, "%,.1f", line.allocatedBytesPerRecord()),
                    String.format(Locale.ROOT, "%.2f", result.timesTheFirst(line)));
        }
        return table;
    }
}
