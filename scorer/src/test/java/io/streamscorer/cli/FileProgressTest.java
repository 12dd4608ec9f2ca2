package io.streamscorer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FileProgressTest {
    private final StringWriter text = new StringWriter();
    private final AtomicLong now = new AtomicLong();

    @Test
    void shouldWriteALineNowAndThenWhereThereIsNoTerminal() {
        // given
        FileProgress progress = new FileProgress(new ProgressLine(new PrintWriter(text), false, now::get), 1_000);

        // when
        progress.advanced(10, 10);
        now.set(Duration.ofSeconds(10).toNanos());
        progress.advanced(5_000, 250);
        progress.advanced(5_001, 251);
        progress.close();

        // then
        assertThat(text.toString()).isEqualTo(String.format(Locale.ROOT, "25 %%  5,000 events  500/s%n"));
    }

    @Test
    void shouldWriteOverOneLineOnATerminalAndClearIt() {
        // given
        FileProgress progress = new FileProgress(new ProgressLine(new PrintWriter(text), true, now::get), 1_000);

        // when
        now.set(Duration.ofSeconds(1).toNanos());
        progress.advanced(1_000, 500);
        progress.close();

        // then
        assertThat(text.toString())
                .startsWith("\r[###############...............]  50 %  1,000 events  1,000/s")
                .endsWith(" \r")
                .doesNotContain("\n");
    }

    @Test
    void shouldShowTheFirstFailuresOnly() {
        // given
        FileProgress progress = new FileProgress(new ProgressLine(new PrintWriter(text), false, now::get), 1_000);

        // when
        for (int i = 1; i <= 1_000; i++) {
            progress.failed("events.jsonl:" + i, new RecordFailure(FailureCategory.MALFORMED_JSON, "expected x"));
        }

        // then
        assertThat(text.toString().lines())
                .hasSize(11)
                .startsWith("events.jsonl:1: malformed-json: expected x")
                .last()
                .asString()
                .startsWith("... and more");
    }
}
