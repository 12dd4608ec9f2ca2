package io.streamscorer.benchmarks.cli;

import io.streamscorer.benchmarks.cli.RunOptions.Section;
import io.streamscorer.benchmarks.page.Page;
import io.streamscorer.benchmarks.report.Environment;
import io.streamscorer.benchmarks.report.ResultFiles;
import io.streamscorer.benchmarks.stage.Jvm;
import io.streamscorer.benchmarks.stage.Stage;
import io.streamscorer.benchmarks.suite.CollectorSection;
import io.streamscorer.benchmarks.suite.EngineSection;
import io.streamscorer.benchmarks.suite.LatencySection;
import io.streamscorer.benchmarks.suite.LingerSection;
import io.streamscorer.benchmarks.suite.MemorySection;
import io.streamscorer.benchmarks.suite.Run;
import io.streamscorer.benchmarks.suite.ScalingSection;
import io.streamscorer.benchmarks.suite.SoakSection;
import io.streamscorer.benchmarks.suite.StartSection;
import io.streamscorer.benchmarks.suite.ThroughputSection;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures end to end: starts a broker and the contestants as processes, and reports. */
@Command(
        name = "./benchmarks/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {JmhCommand.class, PageCommand.class},
        description = "Measures the scorer against copies and against a plain application.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a measurement failed, or the soak did not pass: events are missing or doubled, or a figure did not stay flat",
            "2:wrong usage"
        })
final class RunCommand implements Callable<Integer> {
    /** The load average above which someone else is at work. */
    private static final double BUSY = 0.7;

    @Mixin
    private final RunOptions options = new RunOptions();

    private boolean passed = true;

    @Override
    public Integer call() {
        warnOfOtherWork();
        Jvm jvm = options.jvm();
        ResultFiles files = new ResultFiles(options.results());
        try (Stage stage = Stage.open(options.places())) {
            Run run = new Run(options.plan(), stage, jvm, System.out);
            section(run, files, Section.THROUGHPUT, ThroughputSection::measure, result -> {
                run.show("Throughput", ThroughputSection.table(result).text());
                run.show("What a record costs", ThroughputSection.costs(result).text());
                if (!run.plan().variants().isEmpty()) {
                    run.show(
                            "Settings tried", ThroughputSection.variants(result).text());
                }
            });
            section(run, files, Section.LATENCY, LatencySection::measure, result -> {
                run.show("Largest rates", LatencySection.maxima(result).text());
                run.show("Latency", LatencySection.table(result).text());
            });
            section(
                    run,
                    files,
                    Section.LINGER,
                    LingerSection::measure,
                    result -> run.show("linger.ms", LingerSection.table(result).text()));
            section(
                    run,
                    files,
                    Section.COLLECTORS,
                    CollectorSection::measure,
                    result -> run.show(
                            "Garbage collectors", CollectorSection.table(result).text()));
            section(
                    run,
                    files,
                    Section.SCALING,
                    ScalingSection::measure,
                    result -> result.dimensions()
                            .forEach(dimension -> run.show(
                                    "Scaling: " + dimension.name(),
                                    ScalingSection.table(dimension).text())));
            section(
                    run,
                    files,
                    Section.MEMORY,
                    MemorySection::measure,
                    result -> run.show("Memory", MemorySection.table(result).text()));
            section(
                    run,
                    files,
                    Section.START,
                    StartSection::measure,
                    result -> run.show("Start", StartSection.table(result).text()));
            section(
                    run,
                    files,
                    Section.ENGINE,
                    EngineSection::measure,
                    result -> run.show(
                            "The engine alone", EngineSection.table(result).text()));
            section(run, files, Section.SOAK, SoakSection::measure, result -> {
                run.show(
                        "Soak: by the shape of the load",
                        SoakSection.shapes(result).text());
                run.show(
                        "Soak: what became of the events",
                        SoakSection.tally(result).text());
                run.show(
                        "Soak: first third and last third",
                        SoakSection.flatness(result).text());
                passed = result.passed();
            });
        }
        if (options.publishes()) {
            Page.write(files, Path.of("docs"));
        }
        return passed ? 0 : 1;
    }

    /** Measures a section, if it is asked for, shows what came out, and keeps it. */
    private <T> void section(Run run, ResultFiles files, Section section, Function<Run, T> measure, Consumer<T> show) {
        if (options.measures(section)) {
            T result = measure.apply(run);
            show.accept(result);
            files.write(section.name().toLowerCase(Locale.ROOT), environment(options.jvm()), result);
        }
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
