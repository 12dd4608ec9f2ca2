package io.streamscorer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayDeadLettersCommandTest {
    @Test
    void shouldExplainItself() {
        // when
        CommandRun run = CommandRun.of("replay-dead-letters", "--help");

        // then
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("Usage: scorer replay-dead-letters", "--config=FILE", "--dry-run", "Exit codes:")
                .contains("missing-feature", "prediction-too-large")
                .doesNotContain("MISSING_FEATURE", "${");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--category missing-featur | 'missing-featur' is no category of dead letters. Did you mean 'missing-feature'?",
                "--category bad-framing,xyz | 'xyz' is no category of dead letters. Known: 'empty-value', 'bad-framing'",
                "--category= | '' is no category of dead letters.",
                "--limit 0 | --limit must be at least 1, not 0",
                "--limit many | 'many' is not a long",
                "--since yesterday | expected a time with its offset from UTC, such as 2026-01-31T08:00:00Z",
                "--until 2026-01-31T08:00:00 | or how long ago, such as PT2H30M or P7D, but was '2026-01-31T08:00:00'",
                "--since P999999999999D | 'P999999999999D' is too long ago",
                "--since PT1H --until PT2H | --since must be before --until",
                "--dry | Unknown option: '--dry'",
                "extra | Unmatched argument at index 1: 'extra'"
            })
    void shouldRefuseWrongUsage(String arguments, String message) {
        // when
        CommandRun run = CommandRun.of(("replay-dead-letters " + arguments.strip()).split(" ", -1));

        // then
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
    }
}
