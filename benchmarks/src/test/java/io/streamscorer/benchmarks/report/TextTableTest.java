package io.streamscorer.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TextTableTest {
    private final TextTable table =
            new TextTable("what", "rate").row("scorer", "1,234.5").row("a|b", "7");

    @Test
    void shouldAlignColumns() {
        assertThat(table.text()).isEqualTo("  what       rate\n  scorer  1,234.5\n  a|b           7\n");
    }

    @Test
    void shouldBeMarkdown() {
        assertThat(table.markdown())
                .isEqualTo("| what | rate |\n| --- | ---: |\n| scorer | 1,234.5 |\n| a\\|b | 7 |\n");
    }

    @Test
    void shouldRefuseARowThatDoesNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> table.row("alone"));
    }
}
