package io.streamscorer.benchmarks.cli;

import picocli.CommandLine;

/** The program behind {@code ./benchmarks/run}. Exit codes: 0 done, 1 a measurement failed or the soak did not pass, 2 wrong usage. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RunCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
