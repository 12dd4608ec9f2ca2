package io.streamscorer.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class LinesTest {
    @Test
    void shouldSayWhatTheInnermostCauseSays() {
        assertThat(Lines.of(new IllegalStateException("outer", new ArithmeticException("inner"))))
                .isEqualTo("inner");
        assertThat(Lines.of(new IllegalStateException(new ArithmeticException())))
                .isEqualTo("ArithmeticException");
        assertThat(Lines.of(new NoSuchFileException("/a"))).isEqualTo("NoSuchFileException: /a");
    }

    @Test
    void shouldBeOneLineThatASentenceGoesOnFrom() {
        assertThat(Lines.of("  one \r\n  two.\n")).isEqualTo("one two");
        assertThat(Lines.of("and so on...")).isEqualTo("and so on...");
    }

    @Test
    void shouldBeNoLongerThanAPersonReads() {
        assertThat(Lines.of("x".repeat(5_000))).hasSize(1_001).endsWith("…");
    }
}
