package io.streamscorer.cli;

import io.streamscorer.config.ScorerConfig;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.replay.Replay;
import io.streamscorer.replay.ReplayClients;
import io.streamscorer.replay.ReplayJob;
import io.streamscorer.replay.ReplayReport;
import io.streamscorer.replay.Selection;
import io.streamscorer.replay.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts the events of the dead-letter topic back on the input topic, each once however often it is run. */
@Command(
        name = "replay-dead-letters",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Puts the events of dead.letter.topic back on input.topic, as they came: key, value, headers, timestamp and partition.",
            "Each is put back once, however often this is run, also with other options or killed midway: the topic"
                    + " '<dead.letter.topic>-replayed' holds what was. Begin with --dry-run."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all that was asked for is put back, now or before",
            "1:could not start or go on; the last line says why",
            "2:wrong usage",
            "3:done, but some dead letters cannot be put back"
        })
final class ReplayDeadLettersCommand implements Callable<Integer> {
    /** The exit code when some dead letters cannot be put back. */
    static final int SOME_IMPOSSIBLE = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STOPPING = Duration.ofSeconds(20);

    @Mixin
    private final ConfigOption option = new ConfigOption();

    @Option(
            names = "--dry-run",
            description = "Only count, by category and partition, what would be put back. Changes nothing.")
    private boolean dryRun;

    @Option(
            names = "--category",
            split = ",",
            paramLabel = "CATEGORY",
            converter = CategoryOption.class,
            completionCandidates = CategoryOption.Names.class,
            description =
                    "Put back this kind alone; may be given again, or several joined by commas: ${COMPLETION-CANDIDATES}.")
    private List<FailureCategory> categories = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description =
                    "Only events whose own timestamp is this or later: 2026-01-31T08:00:00Z, or PT2H for 2 hours ago.")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Only events whose own timestamp is before this.")
    private @Nullable Instant until;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Put back at most so many, in the order of partitions and offsets.")
    private @Nullable Long limit;

    @Spec
    private CommandSpec command;

    private final StopSignal stop = new StopSignal();

    @Override
    public Integer call() {
        Selection selection = selection();
        ScorerConfig config = option.load();
        ReplayJob job = new ReplayJob(
                config.deadLetterTopic(),
                config.inputTopic(),
                selection,
                dryRun,
                config.topicsCreate(),
                config.topicsReplicationFactor(),
                config.topicSettings(),
                String.valueOf(config.adminSettings().get("bootstrap.servers")),
                PATIENCE);
        ReplayClients clients =
                new ReplayClients(config.adminSettings(), config.consumerSettings(), config.producerSettings());
        return ConsoleSilence.complete(() -> replay(job, clients));
    }

    private int replay(ReplayJob job, ReplayClients clients) {
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(done), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try (ProgressLine line = ProgressLine.to(commandLine().getErr())) {
            long start = System.nanoTime();
            ReplayReport report = Replay.run(job, clients, new ReplayProgress(line), stop);
            line.finish();
            PrintWriter out = commandLine().getOut();
            new ReplaySummary(report, dryRun)
                    .print(out, job.deadLetterTopic(), job.inputTopic(), Duration.ofNanos(System.nanoTime() - start));
            if (stop.isGiven() && !report.complete()) {
                out.println("Stopped before the end: run it again to go on.");
            } else if (report.count(Verdict.PUT_BACK) == selectionLimit()) {
                out.println("The limit is reached: there may be more.");
            }
            out.flush();
            return report.impossible() == 0 ? CommandLine.ExitCode.OK : SOME_IMPOSSIBLE;
        } finally {
            done.countDown();
            forget(hook);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook with it.
            return;
        }
    }

    /** Lets the transaction in work be finished and said before the process ends. */
    private void stop(CountDownLatch done) {
        stop.give();
        try {
            boolean unused = done.await(STOPPING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Selection selection() {
        if (limit != null && limit < 1) {
            throw wrongUsage("--limit must be at least 1, not " + limit);
        }
        if (since != null && until != null && !since.isBefore(until)) {
            throw wrongUsage("--since must be before --until, but " + since + " is not before " + until);
        }
        return new Selection(Set.copyOf(categories), since, until, selectionLimit());
    }

    private long selectionLimit() {
        return limit == null ? Long.MAX_VALUE : limit;
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(commandLine(), message);
    }

    private CommandLine commandLine() {
        return command.commandLine();
    }
}
