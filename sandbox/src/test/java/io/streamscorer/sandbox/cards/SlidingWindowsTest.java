package io.streamscorer.sandbox.cards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SlidingWindowsTest {
    private static final long[] LENGTHS = {10, 70, 300};

    @ParameterizedTest
    @CsvSource({"0, 1, 3", "0, 2, 40", "70, 3, 3", "70, 4, 40", "70, 5, 200"})
    void shouldHoldWhatARecomputationFinds(long delay, long seed, int maxStep) {
        // given
        Random random = new Random(seed);
        SlidingWindows windows = new SlidingWindows(delay, LENGTHS);
        int size = 3_000;
        long[] times = new long[size];
        int[] values = new int[size];
        long now = -500;

        for (int added = 0; added < size; added++) {
            now += random.nextInt(maxStep); // 0 too: several values at one time
            times[added] = now;
            values[added] = random.nextInt(100);

            // when
            windows.add(now, values[added]);

            // then
            for (int window = 0; window < LENGTHS.length; window++) {
                int count = 0;
                long sum = 0;
                for (int each = 0; each <= added; each++) {
                    if (times[each] > now - delay - LENGTHS[window] && times[each] <= now - delay) {
                        count++;
                        sum += values[each];
                    }
                }
                assertThat(windows.count(window)).isEqualTo(count);
                assertThat(windows.sum(window)).isEqualTo(sum);
            }
        }
    }

    @Test
    void shouldExcludeTheStartAndIncludeTheEnd() {
        // given
        SlidingWindows windows = new SlidingWindows(0, LENGTHS);
        windows.add(0, 1);

        // when
        windows.add(10, 2);

        // then
        assertThat(windows.count(0)).isEqualTo(1);
        assertThat(windows.sum(0)).isEqualTo(2);
        assertThat(windows.sum(1)).isEqualTo(3);
    }
}
