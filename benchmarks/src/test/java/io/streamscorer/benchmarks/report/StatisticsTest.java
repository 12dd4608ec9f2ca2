package io.streamscorer.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void shouldTakeTheMiddleOfAnOddNumber() {
        // given
        List<Double> values = List.of(9.0, 1.0, 5.0, 100.0, 2.0);

        // when
        double median = Statistics.median(values);

        // then
        assertThat(median).isEqualTo(5.0);
    }

    @Test
    void shouldTakeTheMeanOfTheMiddleTwoOfAnEvenNumber() {
        // given
        List<Double> values = List.of(4.0, 1.0, 100.0, 2.0);

        // when
        double median = Statistics.median(values);

        // then
        assertThat(median).isEqualTo(3.0);
    }

    @Test
    void shouldInterpolateQuantilesBetweenNeighbours() {
        // given
        List<Double> values = List.of(40.0, 10.0, 20.0, 30.0);

        // when / then
        assertThat(Statistics.quantile(values, 0.25)).isEqualTo(17.5);
        assertThat(Statistics.quantile(values, 0.5)).isEqualTo(25.0);
        assertThat(Statistics.quantile(values, 1)).isEqualTo(40.0);
    }

    @Test
    void shouldRefuseWhatHasNoMeaning() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.ratio(1, 0));
    }

    @Test
    void shouldDivideByTheReference() {
        assertThat(Statistics.ratio(270, 300)).isEqualTo(0.9);
    }
}
