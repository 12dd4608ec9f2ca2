package io.streamscorer.cli;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program {@code scorer}. Exit codes: 0 done, 1 a problem that was named, 2 wrong usage; more stand with each command. */
@Command(
        name = "scorer",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description =
                "Scores events in Avro with a trained model: from a Kafka topic to another (run), or from a file to another (score).",
        subcommands = {RunCommand.class, CheckCommand.class, ScoreCommand.class, DescribeCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        int code = execute(commandLine(), arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs a command; what picocli lets through, which is each {@link Error}, is reported too. */
    static int execute(CommandLine commandLine, String... arguments) {
        try {
            return commandLine.execute(arguments);
        } catch (Error e) {
            report(commandLine.getErr(), e);
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((error, commandLine, parsed) -> {
            report(commandLine.getErr(), error);
            return CommandLine.ExitCode.SOFTWARE;
        });
    }

    /** Says in plain words why a command ended; where the log is for machines, as an entry of it. */
    static void report(PrintWriter err, Throwable error) {
        boolean unexpected = FatalError.isUnexpected(error);
        if ("json".equals(System.getenv("SCORER_LOG_FORMAT"))) {
            LOG.error(words(error), unexpected ? error : null);
            return;
        }
        if (unexpected) {
            error.printStackTrace(err);
        }
        // Last, so that it is what a person sees.
        err.println("scorer: " + words(error));
        err.flush();
    }

    private static String words(Throwable error) {
        Throwable named = FatalError.named(error);
        if (named instanceof SetupException setup) {
            return (setup.problems().size() == 1 ? "this must be mended first:" : "these must be mended first:")
                    + setup.problems().stream()
                            .map(problem -> "\n  - " + problem.replace("\n", "\n    "))
                            .collect(Collectors.joining());
        }
        return named instanceof UnavailableException ? String.valueOf(named.getMessage()) : FatalError.line(error);
    }

    /** The version that the build wrote into the manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"Stream Scorer " + (version == null ? "(not packaged)" : version)};
        }
    }
}
