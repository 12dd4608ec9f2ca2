package io.streamscorer.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says whether brokers, topics, registry, schemas, model and mapping fit together, all problems at once. Changes nothing. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Says whether brokers, topics, rights, registry, schemas, model and mapping fit together. Changes nothing.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all fits together", "1:something does not, and was named", "2:wrong usage"})
final class CheckCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        try (Setup setup = Setup.inspect(config.load(), PATIENCE)) {
            setup.notes().forEach(note -> out.println("  ok      " + note));
            setup.problems().forEach(problem -> out.println("  PROBLEM " + problem));
            int count = setup.problems().size();
            out.println(
                    count == 0
                            ? "All fits together. 'scorer run' with the same settings will start."
                            : count + (count == 1 ? " problem." : " problems.") + " 'scorer run' would not start.");
            out.flush();
            return count == 0 ? 0 : 1;
        }
    }
}
