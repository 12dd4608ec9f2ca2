package io.streamscorer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.FailureCategory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SeenEventsTest {
    @Property
    void shouldKnowEachEventAgainAsASetDoes(
            @ForAll @Size(max = 200) List<@IntRange(max = 50) Integer> offsets,
            @ForAll @Size(min = 200, max = 200) List<@IntRange(max = 2) Integer> timestamps) {
        // given
        SeenEvents seen = new SeenEvents();
        Set<List<Integer>> reference = new HashSet<>();

        for (int i = 0; i < offsets.size(); i++) {
            BuriedEvent event = Letters.of(i, FailureCategory.BAD_FRAMING, "events", offsets.get(i), timestamps.get(i));

            // when
            boolean known = seen.contains(event);
            boolean isNew = seen.add(event);

            // then
            assertThat(known).isEqualTo(!isNew);
            assertThat(seen.contains(event)).isTrue();
            assertThat(isNew).isEqualTo(reference.add(List.of(offsets.get(i), timestamps.get(i))));
        }
    }

    @Property
    void shouldTakeAscendingOffsetsOnce(@ForAll @IntRange(max = 1_000) int events) {
        // given
        SeenEvents seen = new SeenEvents();

        // when / then
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < events; i++) {
                assertThat(seen.add(Letters.of(i, FailureCategory.BAD_FRAMING, "events", 3L * i, 7)))
                        .isEqualTo(round == 0);
            }
        }
    }
}
