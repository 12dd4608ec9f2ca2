package io.streamscorer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LagWatchTest {
    @Test
    void shouldReckonFromTheNextEventOrFromWhereThePartitionBegins() {
        // given
        Map<Integer, Long> next = Map.of(0, 10L, 1, 30L, 2, -1L, 3, -1L, 4, 5L);
        Map<Integer, Long> ends = Map.of(0, 25L, 1, 28L, 2, 100L, 3, 100L);
        Map<Integer, Long> beginnings = Map.of(2, 40L);

        // when
        Map<Integer, Long> lag = LagWatch.lag(next, ends, beginnings);

        // then: an end may be older than the position; of partitions 3 and 4 something is not known
        assertThat(lag).containsExactlyInAnyOrderEntriesOf(Map.of(0, 15L, 1, 0L, 2, 60L));
    }

    @Test
    void shouldKeepTheProgressOfTheTaskThatCameLast() {
        // given
        InputProgress progress = new InputProgress();
        PartitionProgress lost = progress.begin(3);
        PartitionProgress taken = progress.begin(3);
        taken.position(7);

        // when
        progress.end(lost);

        // then
        assertThat(progress.next()).isEqualTo(Map.of(3, 7L));
        progress.end(taken);
        assertThat(progress.next()).isEmpty();
    }
}
