package io.streamscorer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunPaceTest {
    private static final long LONGER = RunPace.LONG.toNanos() + 1;

    private final AtomicLong clock =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(10).toNanos());
    private final RunPace pace = new RunPace(clock::get);
    private final PartitionProgress progress = new PartitionProgress(0, pace);

    @Test
    void shouldBeginWithWholeRuns() {
        assertThat(pace.events()).isEqualTo(RunPace.MOST_EVENTS);
    }

    @Test
    void shouldGoOneByOneForAMinuteAfterARunTookLong() {
        // given: a clock that overflows meanwhile
        progress.answered(32, 31, LONGER);

        // when / then
        assertThat(pace.events()).isEqualTo(1);
        clock.addAndGet(RunPace.MEMORY.toNanos() - 1);
        assertThat(pace.events()).isEqualTo(1);
        clock.addAndGet(1);
        assertThat(pace.events()).isEqualTo(RunPace.MOST_EVENTS);
    }

    @Test
    void shouldStaySoWhileAsManySingleEventsTakeAsLong() {
        // given
        progress.answered(32, 31, LONGER);
        clock.addAndGet(RunPace.MEMORY.toNanos() - 1);

        // when
        for (int i = 0; i < 32; i++) {
            progress.answered(1, 32 + i, LONGER / 32 + 1);
        }

        // then
        clock.addAndGet(1);
        assertThat(pace.events()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoNoticeOfWholeRunsThatAreQuickNorOfSingleEventsBeforeThereAreAsMany() {
        // when
        progress.answered(32, 31, RunPace.LONG.toNanos());
        progress.answered(31, 62, LONGER);

        // then
        assertThat(pace.events()).isEqualTo(RunPace.MOST_EVENTS);
    }
}
