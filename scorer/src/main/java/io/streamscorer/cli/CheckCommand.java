package io.streamscorer.cli;

import io.streamscorer.failure.SetupException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
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
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        return ConsoleSilence.complete(() -> {
            try (Setup setup = Setup.inspect(config.load(), PATIENCE)) {
                return report(setup.notes(), setup.problems());
            } catch (SetupException e) {
                return report(List.of(), e.problems());
            }
        });
    }

    private int report(List<String> notes, List<String> problems) {
        PrintWriter out = command.commandLine().getOut();
        notes.forEach(note -> out.println("  ok       " + note));
        problems.forEach(problem -> out.println("  PROBLEM  " + problem.replace("\n", "\n           ")));
        int count = problems.size();
        out.println(
                count == 0
                        ? "All fits together: 'scorer run' with these settings will start."
                        : count + (count == 1 ? " problem" : " problems")
                                + ": 'scorer run' with these settings would not start.");
        out.flush();
        return count == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
