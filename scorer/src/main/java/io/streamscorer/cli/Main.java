package io.streamscorer.cli;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import java.io.PrintWriter;
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
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            ScoreCommand.class,
            DescribeCommand.class,
            ReplayDeadLettersCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
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

    /** Says in plain words why a command ended. */
    static void report(PrintWriter err, Throwable error) {
        Throwable named = FatalError.named(error);
        if (named instanceof SetupException setup) {
            err.println(
                    setup.problems().size() == 1
                            ? "scorer: this must be mended first:"
                            : "scorer: these must be mended first:");
            setup.problems().forEach(problem -> err.println("  - " + problem.replace("\n", "\n    ")));
        } else if (named instanceof UnavailableException) {
            err.println("scorer: " + named.getMessage());
        } else {
            if (!FatalError.isKafkas(error)) {
                error.printStackTrace(err);
            }
            // Last, so that it is what a person sees.
            err.println("scorer: " + FatalError.line(error));
        }
        err.flush();
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
