package io.streamscorer.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordFailure;
import org.junit.jupiter.api.Test;

final class UnansweredIdsTest {
    private static final RecordFailure FAILURE = new RecordFailure(FailureCategory.UNKNOWN_SCHEMA, "unknown");

    private final FakePauses pauses = new FakePauses();
    private final UnansweredIds ids = new UnansweredIds(pauses);

    @Test
    void shouldAskForAnIdAgainSoonAndThenMoreAndMoreSeldom() {
        // given
        long first = UnansweredIds.FIRST.toNanos();
        for (long kept : new long[] {first, 2 * first, 4 * first, 8 * first, 16 * first, 30 * first, 30 * first}) {
            // when
            ids.remember(7, FAILURE);

            // then
            pauses.advance(kept - 1);
            assertThat(ids.failure(7)).as("after almost %s ns", kept).isSameAs(FAILURE);
            pauses.advance(1);
            assertThat(ids.failure(7)).as("after %s ns", kept).isNull();
        }
        assertThat(ids.size()).isEqualTo(1);
    }

    @Test
    void shouldHoldABoundedNumberOfIds() {
        // when
        for (int id = 0; id < 100_000; id++) {
            ids.remember(id, FAILURE);
        }

        // then
        assertThat(ids.size()).isEqualTo(UnansweredIds.MAX_IDS);
        assertThat(ids.failure(99_999)).isSameAs(FAILURE);
        assertThat(ids.failure(0)).isNull();
    }

    @Test
    void shouldSlowDownAfterABurstAndRecover() {
        // given
        for (int id = 0; id < UnansweredIds.BURST; id++) {
            ids.remember(id, FAILURE);
        }
        long afterBurst = ids.pauseNanos();

        // when
        ids.remember(1_000_000, FAILURE);
        long beyond = ids.pauseNanos();
        pauses.advance(beyond);

        // then
        assertThat(afterBurst).isZero();
        assertThat(beyond).isEqualTo(UnansweredIds.SPACING.toNanos());
        assertThat(ids.pauseNanos()).isZero();
    }
}
