package io.streamscorer.benchmarks.cli;

import io.streamscorer.benchmarks.micro.MicroBenchmarks;
import io.streamscorer.benchmarks.micro.MicroResult;
import io.streamscorer.benchmarks.report.Environment;
import io.streamscorer.benchmarks.report.ResultFiles;
import io.streamscorer.benchmarks.stage.Collector;
import io.streamscorer.benchmarks.stage.Jvm;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the JMH benchmarks. */
@Command(
        name = "jmh",
        mixinStandardHelpOptions = true,
        description = "Runs the JMH benchmarks of decoding, encoding and scoring.")
final class JmhCommand implements Callable<Integer> {
    private static final String EVERYTHING = ".*Benchmark.*";

    @Parameters(arity = "0..1", paramLabel = "PATTERN", description = "Which benchmarks: a regular expression.")
    private String pattern = EVERYTHING;

    @Option(names = "--quick", description = "One fork and short iterations: a look, no measurement.")
    private boolean quick;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Where the JSON goes (default benchmarks/results, for a part or with --quick nowhere).")
    private @Nullable Path results;

    @Override
    public Integer call() {
        Jvm jvm = new Jvm("512m", Collector.G1);
        MicroResult result = MicroBenchmarks.run(pattern, quick, jvm.options(), Path.of("benchmarks/models"));
        System.out.println();
        System.out.println(MicroBenchmarks.table(result).text());
        Path directory =
                results == null && !quick && pattern.equals(EVERYTHING) ? Path.of("benchmarks/results") : results;
        if (directory != null) {
            new ResultFiles(directory)
                    .write("micro", Environment.here(RunOptions.commit(), RunOptions.command(), jvm.options()), result);
        }
        return 0;
    }
}
