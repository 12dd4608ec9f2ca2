package io.streamscorer.sandbox.demo;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The demo's entry point: parses the command line, runs the demo, and ends it in order on Ctrl-C. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Scores simulated card transactions: starts a Kafka broker, a schema registry and a scorer on this machine, shows the predictions as they come, and audits the topics at the end.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:each event was answered exactly once, in order, in its partition",
            "1:not so, or something failed",
            "2:wrong usage"
        })
public final class Demo implements Callable<Integer> {
    /** Longer than every step of an orderly end together. */
    private static final long SHUTDOWN_SECONDS = 240;

    @Mixin
    private final DemoOptions options = new DemoOptions();

    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int status = 1;

    private Demo() {}

    /** Runs the demo; ends with status 0 when the audit is clean. */
    public static void main(String[] arguments) {
        Demo demo = new Demo();
        demo.status = new CommandLine(demo).execute(arguments);
        demo.finished.countDown();
        System.exit(demo.status);
    }

    @Override
    public Integer call() {
        List<String> problems = options.problems();
        if (!problems.isEmpty()) {
            problems.forEach(System.err::println);
            return 2;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::endInOrder, "shutdown"));
        try {
            return new DemoRun(options, System.out, stopRequested).run() ? 0 : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (RuntimeException e) {
            System.err.println("The demo failed: " + e.getMessage());
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                System.err.println("  because: " + cause);
            }
            return 1;
        }
    }

    /** On Ctrl-C or SIGTERM: lets the main thread stop, count and clean up, and gives its status to the shell. */
    private void endInOrder() {
        stopRequested.countDown();
        try {
            if (finished.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                System.out.flush();
                Runtime.getRuntime().halt(status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
