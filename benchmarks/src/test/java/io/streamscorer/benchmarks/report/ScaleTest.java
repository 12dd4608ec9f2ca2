package io.streamscorer.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.003, 0.9, 1, 6, 7, 42, 99.5, 100, 312, 48_000})
    void shouldHoldTheLargestValueWithFewRoundMarks(double largest) {
        // when
        Scale scale = Scale.upTo(largest);

        // then
        assertThat(scale.end()).isGreaterThanOrEqualTo(largest * (1 - 1e-9));
        assertThat(scale.end() - scale.step()).isLessThan(largest);
        assertThat(scale.marks()).hasSizeBetween(3, 8).startsWith(0.0);
        double leading = scale.step() / Math.pow(10, Math.floor(Math.log10(scale.step()) + 1e-9));
        assertThat(leading)
                .satisfiesAnyOf(
                        value -> assertThat(value).isCloseTo(1, within(1e-6)),
                        value -> assertThat(value).isCloseTo(2, within(1e-6)),
                        value -> assertThat(value).isCloseTo(5, within(1e-6)));
    }

    @Test
    void shouldHaveAnAxisWhereAllIsZero() {
        assertThat(Scale.upTo(0).end()).isEqualTo(1);
    }
}
