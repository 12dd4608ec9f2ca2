package io.streamscorer.benchmarks.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageTest {
    @Test
    void shouldCountWhatLivingThreadsAllocatedSinceTheEarlierLook() {
        // given
        Usage earlier = new Usage(0, Map.of(1L, 100L, 2L, 700L), 0);
        Usage later = new Usage(0, Map.of(1L, 150L, 3L, 30L), 0);

        // when
        long allocated = later.allocatedSince(earlier);

        // then
        assertThat(allocated).isEqualTo(80);
    }
}
