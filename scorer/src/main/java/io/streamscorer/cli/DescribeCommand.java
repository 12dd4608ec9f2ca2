package io.streamscorer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says what a model is. */
@Command(name = "describe", mixinStandardHelpOptions = true, description = "Says what a model is.")
final class DescribeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL")
    private Path model = Path.of("");

    @Override
    public Integer call() {
        System.out.println(model);
        return 0;
    }
}
