package io.streamscorer.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencySampleTest {
    @Test
    void shouldTakePercentilesOfAllTurnsTogetherAndThe99thOfEach() {
        // given: a turn in which all is quick, and one that a stall makes slow
        List<Visibility.Window> windows = List.of(window(5, 1_000), window(80, 100));

        // when
        LatencySample sample = LatencySample.of(100, 3, windows, 1.5, 0);

        // then
        assertThat(sample.events()).isEqualTo(1_100);
        assertThat(sample.missing()).isEqualTo(3);
        assertThat(sample.sinceAppend().p50()).isCloseTo(5, within(0.01));
        assertThat(sample.sinceAppend().p99()).isCloseTo(80, within(0.1));
        assertThat(sample.sinceDue().p50()).isCloseTo(6, within(0.01));
        assertThat(sample.p99ByRound()).hasSize(2);
        assertThat(sample.typicalP99()).isCloseTo(42.5, within(0.1));
    }

    @Test
    void shouldCompareWithAnotherRoundByRound() {
        // given: both were slow in the second round, and the other has nothing in the last
        LatencySample one = of(10.0, 90.0, 12.0, 5.0);
        LatencySample other = of(8.0, 100.0, 10.0, 0.0);

        // when / then
        assertThat(one.p99Against(other).orElseThrow()).isCloseTo(1.2, within(1e-9));
        assertThat(one.p99Against(of(0.0))).isEmpty();
    }

    private static Visibility.Window window(int millis, int events) {
        Histogram sinceAppend = new Histogram(3);
        sinceAppend.recordValueWithCount(millis * 1_000L, events);
        Histogram sinceDue = new Histogram(3);
        sinceDue.recordValueWithCount((millis + 1) * 1_000L, events);
        return new Visibility.Window(0, 1, sinceAppend, sinceDue);
    }

    private static LatencySample of(Double... p99ByRound) {
        LatencySample.Percentiles any = new LatencySample.Percentiles(1, 1, 1, 1);
        return new LatencySample(100, 1, 0, any, Arrays.asList(p99ByRound), any, 1, 0);
    }
}
