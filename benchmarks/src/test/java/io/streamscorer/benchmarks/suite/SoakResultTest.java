package io.streamscorer.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.benchmarks.measure.LatencySample.Percentiles;
import io.streamscorer.benchmarks.measure.SoakPlan;
import io.streamscorer.benchmarks.measure.SoakSample;
import io.streamscorer.benchmarks.measure.SoakTally;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

public class SoakResultTest {
    private static final SoakPlan PLAN = new SoakPlan(Duration.ofMinutes(30));

    private static final SoakTally GOOD = new SoakTally(1_000_000, 1_000, 999_000, 1_000, 0, true);

    /** A soak whose figures do not change, but the memory while it warms up. */
    public static SoakResult flat() {
        return result(second -> sample(second, second < 180 ? 200e6 + second * 1e6 : 500e6, 80, 120), GOOD);
    }

    private static SoakResult result(DoubleFunction<SoakSample> at, SoakTally tally) {
        List<SoakSample> samples =
                IntStream.rangeClosed(1, 360).mapToObj(i -> at.apply(i * 5.0)).toList();
        return SoakResult.of("20 features", "384m", 400_000, 320_000, PLAN, samples, tally);
    }

    private static SoakSample sample(double second, double resident, int threads, double p99) {
        return new SoakSample(
                second,
                (long) resident,
                90_000_000,
                4_000_000,
                2,
                threads,
                140,
                320_000,
                319_680,
                30_000,
                new Percentiles(50, p99, 2 * p99, 3 * p99),
                p99 + 1);
    }

    @Test
    void shouldPassWhereNothingGrowsAfterTheWarmUp() {
        // when
        SoakResult result = flat();

        // then
        assertThat(result.flatness()).extracting(Flatness::flat).containsOnly(true);
        assertThat(result.passed()).isTrue();
    }

    @Test
    void shouldSeeMemoryThatGrowsALittleAllTheTime() {
        // when: 6 MB in a minute
        SoakResult result = result(second -> sample(second, 500e6 + second * 1e5, 80, 120), GOOD);

        // then
        assertThat(notFlat(result)).containsExactly("resident memory, MB");
        Flatness memory = result.flatness().get(0);
        // The medians are those of the times 450 s and 1,530 s, give or take half an interval.
        assertThat(memory.first()).isBetween(544.0, 546.0);
        assertThat(memory.last()).isBetween(652.0, 654.0);
        assertThat(result.passed()).isFalse();
    }

    @Test
    void shouldSeeThreadsThatStay() {
        assertThat(notFlat(result(second -> sample(second, 500e6, 80 + (int) (second / 300), 120), GOOD)))
                .containsExactly("threads");
    }

    @Test
    void shouldSeeALatencyThatGrowsButNotAStall() {
        // given
        SoakResult growing = result(second -> sample(second, 500e6, 80, second > 1200 ? 180 : 120), GOOD);
        SoakResult stalled =
                result(second -> sample(second, 500e6, 80, second > 1300 && second < 1330 ? 9_000 : 120), GOOD);

        // then
        assertThat(notFlat(growing)).containsExactly("p99, ms");
        assertThat(notFlat(stalled)).isEmpty();
    }

    @Test
    void shouldSeeAThroughputThatFalls() {
        // given
        Flatness same = Flatness.notFalling("predictions/s", 100, 95, 0.05);
        Flatness less = Flatness.notFalling("predictions/s", 100, 94, 0.05);

        // then
        assertThat(same.flat()).isTrue();
        assertThat(less.flat()).isFalse();
    }

    @Test
    void shouldNotPassWhereEventsAreMissingDoubledOrOthers() {
        assertThat(GOOD.addsUp()).isTrue();
        assertThat(new SoakTally(1_000_000, 1_000, 998_999, 1_000, 0, false).addsUp())
                .isFalse();
        assertThat(new SoakTally(1_000_000, 1_000, 999_001, 999, 0, true).addsUp())
                .isFalse();
        assertThat(new SoakTally(1_000_000, 1_000, 999_000, 1_000, 1, true).addsUp())
                .isFalse();
        assertThat(new SoakTally(1_000_000, 1_000, 999_000, 1_000, 0, false).addsUp())
                .isFalse();
        assertThat(result(
                                second -> sample(second, 500e6, 80, 120),
                                new SoakTally(1_000_000, 1_000, 999_001, 1_000, 1, false))
                        .passed())
                .isFalse();
    }

    private static List<String> notFlat(SoakResult result) {
        return result.flatness().stream()
                .filter(one -> !one.flat())
                .map(Flatness::measure)
                .toList();
    }
}
