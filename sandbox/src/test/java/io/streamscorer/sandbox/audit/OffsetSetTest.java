package io.streamscorer.sandbox.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OffsetSetTest {
    @Test
    void shouldAgreeWithASetOfNumbers() {
        // given
        Random random = new Random(7);
        Set<Long> reference = new HashSet<>();
        OffsetSet set = new OffsetSet();

        // when, then
        for (int round = 0; round < 200_000; round++) {
            long offset = (random.nextInt(3) * 5_000_000_000L) + random.nextInt(200_000);
            assertThat(set.add(offset)).isEqualTo(reference.add(offset));
        }
        assertThat(set.size()).isEqualTo(reference.size());
        for (int round = 0; round < 200_000; round++) {
            long offset = random.nextInt(3) * 5_000_000_000L + random.nextInt(200_000);
            assertThat(set.contains(offset)).isEqualTo(reference.contains(offset));
        }
        assertThat(set.contains(-1)).isFalse();
    }

    @Test
    void shouldFindTheFirstOffsetThatAnotherLacks() {
        // given
        OffsetSet all = new OffsetSet();
        OffsetSet some = new OffsetSet();
        for (long offset = 65_000; offset < 70_000; offset++) {
            all.add(offset);
            if (offset != 65_600 && offset != 69_999) {
                some.add(offset);
            }
        }

        // when
        long first = all.firstMissingFrom(some, 0);
        long second = all.firstMissingFrom(some, first + 1);
        long third = all.firstMissingFrom(some, second + 1);

        // then
        assertThat(new long[] {first, second, third}).containsExactly(65_600, 69_999, -1);
    }
}
