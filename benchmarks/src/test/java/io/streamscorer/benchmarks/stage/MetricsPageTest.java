package io.streamscorer.benchmarks.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    private static final List<String> PAGE = """
            # HELP scorer_native_tensors Tensors that the engine holds.
            # TYPE scorer_native_tensors gauge
            scorer_native_tensors 3.0
            scorer_native_tensors_other 9.0
            # TYPE scorer_deadletters_made_total counter
            scorer_deadletters_made_total{category="bad-framing"} 7.0
            scorer_deadletters_made_total{category="bad } body"} 1.5E3
            """.lines().toList();

    @Test
    void shouldReadAMeterAndTheSumOverItsTags() {
        assertThat(MetricsPage.value(PAGE, "scorer_native_tensors")).isEqualTo(3);
        assertThat(MetricsPage.value(PAGE, "scorer_deadletters_made_total")).isEqualTo(1_507);
    }

    @Test
    void shouldNotTakeAMissingMeterForNought() {
        assertThatIllegalStateException()
                .isThrownBy(() -> MetricsPage.value(PAGE, "scorer_native"))
                .withMessageContaining("has no scorer_native.");
    }
}
