package io.streamscorer.benchmarks.cli;

import io.streamscorer.benchmarks.page.Page;
import io.streamscorer.benchmarks.report.ResultFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the page about the benchmarks from the results that are there. */
@Command(
        name = "page",
        mixinStandardHelpOptions = true,
        description = "Writes docs/benchmarks.md and its charts from the stored results.")
final class PageCommand implements Callable<Integer> {
    @Option(names = "--results", paramLabel = "DIR", description = "Where the JSON is (default ${DEFAULT-VALUE}).")
    private Path results = Path.of("benchmarks/results");

    @Option(names = "--docs", paramLabel = "DIR", description = "Where the page goes (default ${DEFAULT-VALUE}).")
    private Path docs = Path.of("docs");

    @Override
    public Integer call() {
        Page.write(new ResultFiles(results), docs);
        System.out.println("Wrote " + docs.resolve("benchmarks.md"));
        return 0;
    }
}
