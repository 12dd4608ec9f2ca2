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
    private final StringWriter err = new StringWriter();

    @Test
    void shouldListItsCommands() {
        // when
        CommandRun run = CommandRun.of("--help");

        // then
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Usage: scorer", "run", "check");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check"})
    void shouldExplainACommand(String command) {
        // when
        CommandRun run = CommandRun.of(command, "--help");

        // then
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Usage: scorer " + command, "--config=FILE", "Exit codes:");
    }

    @Test
    void shouldSayItsVersion() {
        // when
        CommandRun run = CommandRun.of("--version");

        // then
        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("Stream Scorer ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rnu", "run --confg x", "check -c", "run extra"})
    void shouldRefuseWrongUsage(String line) {
        // when
        CommandRun run = CommandRun.of(line.isEmpty() ? new String[0] : line.split(" ", -1));

        // then
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .containsPattern("Usage: scorer|Possible solutions: --config")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldSayThatThereIsNoSettingsFile(@TempDir Path folder) {
        // given
        String file = folder.resolve("none.properties").toString();

        // when
        CommandRun run = CommandRun.of("run", "-c", file);
        CommandRun check = CommandRun.of("check", "-c", file);

        // then
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("scorer: ").contains(file).doesNotContain("\tat ");
        assertThat(check.status()).isEqualTo(1);
        assertThat(check.err()).isEmpty();
        assertThat(check.out()).startsWith("  PROBLEM  ").contains(file);
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
}
