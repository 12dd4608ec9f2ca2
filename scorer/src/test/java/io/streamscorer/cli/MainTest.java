package io.streamscorer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldListItsCommands() {
        // when
        int status = execute("--help");

        // then
        assertThat(status).isZero();
        assertThat(out.toString()).contains("Usage: scorer", "run", "check");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check"})
    void shouldExplainACommand(String command) {
        // when
        int status = execute(command, "--help");

        // then
        assertThat(status).isZero();
        assertThat(out.toString()).contains("Usage: scorer " + command, "--config=FILE", "Exit codes:");
    }

    @Test
    void shouldSayItsVersion() {
        // when
        int status = execute("--version");

        // then
        assertThat(status).isZero();
        assertThat(out.toString()).startsWith("Stream Scorer ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rnu", "run --confg x", "check -c", "run extra"})
    void shouldRefuseWrongUsage(String line) {
        // when
        int status = execute(line.isEmpty() ? new String[0] : line.split(" ", -1));

        // then
        assertThat(status).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .containsPattern("Usage: scorer|Possible solutions: --config")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldSayThatThereIsNoSettingsFile(@TempDir Path folder) {
        // given
        String file = folder.resolve("none.properties").toString();

        // when
        int run = execute("run", "-c", file);
        int check = execute("check", "-c", file);

        // then
        assertThat(run).isEqualTo(1);
        assertThat(check).isEqualTo(1);
        assertThat(err.toString()).startsWith("scorer: ").contains(file).doesNotContain("\tat ");
        assertThat(out.toString()).startsWith("  PROBLEM  ").contains(file);
    }

    @Test
    void shouldReportAnErrorThatIsNoExceptionInOneReadableLine() {
        // given
        CommandLine commandLine = new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(new Broken()))
                .setErr(new PrintWriter(err));

        // when
        int status = Main.execute(commandLine);

        // then
        assertThat(status).isEqualTo(1);
        assertThat(err.toString().lines()).last().isEqualTo("scorer: LinkageError: no such engine");
    }

    @CommandLine.Command(name = "broken")
    private static final class Broken implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new LinkageError("no such engine");
        }
    }

    @Test
    void shouldReportEachProblemOnALineOfItsOwn() {
        // when
        Main.report(
                new PrintWriter(err),
                new IllegalStateException(new SetupException(List.of("a: bad\ntable", "b: bad"))));

        // then
        assertThat(err.toString().lines())
                .containsExactly("scorer: these must be mended first:", "  - a: bad", "    table", "  - b: bad");
    }

    @Test
    void shouldReportWhatStayedAwayInOneLine() {
        // when
        Main.report(new PrintWriter(err), new UnavailableException("no broker", new IllegalStateException("hidden")));

        // then
        assertThat(err.toString().lines()).containsExactly("scorer: no broker");
    }

    @Test
    void shouldEndWithTheReasonAfterTheStackTraceOfWhatNobodyExpected() {
        // when
        Main.report(new PrintWriter(err), new IllegalStateException("outer", new ArithmeticException("inner")));

        // then
        List<String> lines = err.toString().lines().toList();
        assertThat(lines).anyMatch(line -> line.startsWith("\tat "));
        assertThat(lines.get(lines.size() - 1)).isEqualTo("scorer: ArithmeticException: inner");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
