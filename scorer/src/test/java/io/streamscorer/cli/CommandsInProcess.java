package io.streamscorer.cli;

import io.streamscorer.config.ScorerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;

/**
 * The commands {@code check} and {@code run} inside the tests' process, which starts them in no time. What they print is what {@code
 * scorer} prints, log lines aside.
 */
public final class CommandsInProcess {
    private CommandsInProcess() {}

    /** How a command ended. */
    public record Finished(int exitStatus, String output) {}

    /** Runs {@code scorer check}. */
    public static Finished check(Path settings) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text, true);
        CommandLine commandLine = Main.commandLine().setOut(writer).setErr(writer);
        int status = Main.execute(commandLine, "check", "-c", settings.toString());
        return new Finished(status, text.toString().stripTrailing());
    }

    /** Starts {@code scorer run}. The caller closes it. */
    public static Running start(Path settings) {
        return new Running(new ScoringProcess(ScorerConfig.load(settings, Map.of())));
    }

    /** A {@code scorer run} that goes on until it is stopped or cannot. */
    public static final class Running implements AutoCloseable {
        private final ScoringProcess process;
        private final CompletableFuture<Finished> end;

        private Running(ScoringProcess process) {
            this.process = process;
            this.end = CompletableFuture.supplyAsync(this::run, task -> new Thread(task, "scorer-run").start());
        }

        private Finished run() {
            StringWriter text = new StringWriter();
            try {
                process.run();
                return new Finished(0, "");
            } catch (RuntimeException | Error e) {
                Main.report(new PrintWriter(text, true), e);
                return new Finished(1, text.toString().stripTrailing());
            }
        }

        /** Waits until it ends by itself. */
        public Finished await(Duration limit) throws InterruptedException {
            try {
                return end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError("The scorer runs on after " + limit, e);
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            }
        }

        /** Whether it has ended. */
        public boolean ended() {
            return end.isDone();
        }

        /** Stops it as a signal does. */
        @Override
        public void close() {
            process.stop();
        }
    }
}
