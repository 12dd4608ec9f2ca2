package io.streamscorer.cli;

import io.streamscorer.config.ScorerConfig;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Scores until it is told to stop or cannot go on. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Scores the input topic until it is told to stop (SIGTERM, Ctrl-C) or cannot go on.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:stopped when told to", "1:could not start or go on; the last line says why", "2:wrong usage"
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private final ConfigOption option = new ConfigOption();

    @Override
    public Integer call() {
        ScorerConfig config = option.load();
        LOG.info("Settings: {}", config.describe());
        ScoringProcess process = new ScoringProcess(config);
        Thread hook = new Thread(() -> Runtime.getRuntime().halt(process.stop() ? 0 : 1), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            process.run();
        } finally {
            withdraw(hook);
        }
        return 0;
    }

    /** What ends by itself has a status of its own, and Java tidies up after it, which a halt prevents. */
    private static void withdraw(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process was told to stop: the hook runs.
        }
    }
}
