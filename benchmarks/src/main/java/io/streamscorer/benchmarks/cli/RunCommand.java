package io.streamscorer.benchmarks.cli;

import io.streamscorer.benchmarks.page.Page;
import io.streamscorer.benchmarks.report.Environment;
import io.streamscorer.benchmarks.report.ResultFiles;
import io.streamscorer.benchmarks.stage.Jvm;
import io.streamscorer.benchmarks.stage.Stage;
import io.streamscorer.benchmarks.suite.CollectorResult;
import io.streamscorer.benchmarks.suite.CollectorSection;
import io.streamscorer.benchmarks.suite.EngineResult;
import io.streamscorer.benchmarks.suite.EngineSection;
import io.streamscorer.benchmarks.suite.LatencyResult;
import io.streamscorer.benchmarks.suite.LatencySection;
import io.streamscorer.benchmarks.suite.MemoryResult;
import io.streamscorer.benchmarks.suite.MemorySection;
import io.streamscorer.benchmarks.suite.Run;
import io.streamscorer.benchmarks.suite.ScalingResult;
import io.streamscorer.benchmarks.suite.ScalingSection;
import io.streamscorer.benchmarks.suite.StartResult;
import io.streamscorer.benchmarks.suite.StartSection;
import io.streamscorer.benchmarks.suite.ThroughputResult;
import io.streamscorer.benchmarks.suite.ThroughputSection;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures end to end: starts a broker and the contestants as processes, and reports. */
@Command(
        name = "./benchmarks/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {JmhCommand.class, PageCommand.class},
        description = "Measures the scorer against copies and against a plain application.")
final class RunCommand implements Callable<Integer> {
    /** The load average above which someone else is at work. */
    private static final double BUSY = 0.7;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() {
        warnOfOtherWork();
        Jvm jvm = options.jvm();
        ResultFiles files = new ResultFiles(options.results());
        try (Stage stage = Stage.open(options.places())) {
            Run run = new Run(options.plan(), stage, jvm, System.out);
            if (options.measures(RunOptions.Section.THROUGHPUT)) {
                ThroughputResult result = ThroughputSection.measure(run);
                run.show("Throughput", ThroughputSection.table(result).text());
                run.show("What a record costs", ThroughputSection.costs(result).text());
                if (!run.plan().variants().isEmpty()) {
                    run.show(
                            "Settings tried", ThroughputSection.variants(result).text());
                }
                files.write("throughput", environment(jvm), result);
            }
            if (options.measures(RunOptions.Section.LATENCY)) {
                LatencyResult result = LatencySection.measure(run);
                run.show("Largest rates", LatencySection.maxima(result).text());
                run.show("Latency", LatencySection.table(result).text());
                files.write("latency", environment(jvm), result);
            }
            if (options.measures(RunOptions.Section.COLLECTORS)) {
                CollectorResult result = CollectorSection.measure(run);
                run.show("Garbage collectors", CollectorSection.table(result).text());
                files.write("collectors", environment(jvm), result);
            }
            if (options.measures(RunOptions.Section.SCALING)) {
                ScalingResult result = ScalingSection.measure(run);
                result.dimensions()
                        .forEach(dimension -> run.show(
                                "Scaling: " + dimension.name(),
                                ScalingSection.table(dimension).text()));
                files.write("scaling", environment(jvm), result);
            }
            if (options.measures(RunOptions.Section.MEMORY)) {
                MemoryResult result = MemorySection.measure(run);
                run.show("Memory", MemorySection.table(result).text());
                files.write("memory", environment(jvm), result);
            }
            if (options.measures(RunOptions.Section.START)) {
                StartResult result = StartSection.measure(run);
                run.show("Start", StartSection.table(result).text());
                files.write("start", environment(jvm), result);
            }
            if (options.measures(RunOptions.Section.ENGINE)) {
                EngineResult result = EngineSection.measure(run);
                run.show("The engine alone", EngineSection.table(result).text());
                files.write("engine", environment(jvm), result);
            }
        }
        if (options.publishes()) {
            Page.write(files, Path.of("docs"));
        }
        return 0;
    }

    private static void warnOfOtherWork() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        if (load > BUSY) {
            System.out.printf(
                    Locale.ROOT,
                    "The machine has other work to do (load average %.1f): the figures will mean little.%n",
                    load);
        }
    }

    private static Environment environment(Jvm jvm) {
        return Environment.here(RunOptions.commit(), RunOptions.command(), jvm.options());
    }
}
