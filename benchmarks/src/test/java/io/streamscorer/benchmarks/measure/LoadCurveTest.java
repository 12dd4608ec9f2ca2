package io.streamscorer.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.streamscorer.benchmarks.measure.LoadCurve.Stretch;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadCurveTest {
    @ParameterizedTest
    @EnumSource(LoadShape.class)
    void shouldHaveAMeanOfOneOverAnyTime(LoadShape shape) {
        for (double seconds : new double[] {0.3, 4.5, 13.5, 135}) {
            // when
            LoadCurve curve = shape.over(seconds);

            // then
            assertThat(curve.seconds()).isCloseTo(seconds, within(1e-9));
            assertThat(curve.mean()).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void shouldStayWithinTheBoundsThatTheShapesSay() {
        assertThat(rates(LoadShape.STEADY)).containsOnly(1);
        assertThat(rates(LoadShape.BURSTS)).containsOnly(0, 2);
        assertThat(rates(LoadShape.SQUARE)).containsOnly(0.375, 1.375);
        assertThat(rates(LoadShape.RAMP)).containsOnly(0.75, 1.25);
    }

    private static double[] rates(LoadShape shape) {
        return shape.over(135).stretches().stream()
                .flatMapToDouble(stretch -> DoubleStream.of(stretch.from(), stretch.to()))
                .toArray();
    }

    @Test
    void shouldMakeEventsDueWhereTheAreaUnderTheCurveReachesTheirNumber() {
        // given: 10 events in the first second, none in the next two, then 0, 1, 2... per second
        LoadCurve curve = new LoadCurve(List.of(new Stretch(1, 10, 10), new Stretch(2, 0, 0), new Stretch(8, 0, 8)));

        // when
        LoadCurve.Schedule schedule = curve.schedule();

        // then
        assertThat(schedule.due(0)).isZero();
        assertThat(schedule.due(5)).isCloseTo(0.5, within(1e-9));
        assertThat(schedule.due(10)).isCloseTo(3, within(1e-9));
        assertThat(schedule.due(12)).isCloseTo(5, within(1e-9));
        assertThat(schedule.due(28)).isCloseTo(9, within(1e-9));
        assertThat(curve.events()).isEqualTo(42);
        assertThat(schedule.due(42)).isCloseTo(11, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(LoadShape.class)
    void shouldMakeEachEventDueAfterTheOneBefore(LoadShape shape) {
        // given
        LoadCurve curve = shape.over(8).times(25_000);
        LoadCurve.Schedule schedule = curve.schedule();

        // when / then
        long before = -1;
        for (long number = 0; number < curve.events(); number++) {
            long due = (long) (schedule.due(number) * 1e9);
            assertThat(due).isGreaterThan(before);
            before = due;
        }
        assertThat(before).isLessThanOrEqualTo(8_000_000_000L);
        assertThat(curve.events()).isBetween(200_000L, 200_001L);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 30})
    void shouldGiveEachThirdOfASoakTheSameLoad(int minutes) {
        // given
        SoakPlan plan = new SoakPlan(Duration.ofMinutes(minutes));

        // when
        List<SoakPlan.Phase> phases = plan.phases();

        // then
        assertThat(phases).hasSize(13);
        assertThat(phases.get(0)).isEqualTo(new SoakPlan.Phase(LoadShape.STEADY, 0, minutes * 6));
        assertThat(phases.subList(1, 5))
                .extracting(SoakPlan.Phase::shape)
                .containsExactly(LoadShape.values())
                .isEqualTo(
                        phases.subList(5, 9).stream().map(SoakPlan.Phase::shape).toList())
                .isEqualTo(phases.subList(9, 13).stream()
                        .map(SoakPlan.Phase::shape)
                        .toList());
        assertThat(phases.get(12).to()).isCloseTo(minutes * 60, within(1e-6));
        assertThat(plan.load(300_000).mean()).isCloseTo(300_000, within(1e-3));
        assertThat(plan.load(300_000).seconds()).isCloseTo(minutes * 60, within(1e-6));
    }

    @Test
    void shouldRefuseWhatIsNoLoad() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LoadCurve(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Stretch(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Stretch(1, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SoakPlan(Duration.ofSeconds(59)));
    }
}
