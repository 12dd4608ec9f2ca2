package io.streamscorer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetRangesTest {
    @Property
    void shouldHoldWhatASetOfBitsHolds(
            @ForAll @Size(max = 30) List<@IntRange(max = 60) Integer> firsts,
            @ForAll @Size(min = 30, max = 30) List<@IntRange(max = 8) Integer> lengths) {
        // given
        OffsetRanges ranges = new OffsetRanges();
        BitSet bits = new BitSet();

        // when
        for (int i = 0; i < firsts.size(); i++) {
            ranges.add(firsts.get(i), firsts.get(i) + lengths.get(i));
            bits.set(firsts.get(i), firsts.get(i) + lengths.get(i) + 1);
        }
        OffsetRanges read = OffsetRanges.parse(ranges.toString());

        // then
        int runs = 0;
        for (int offset = 0; offset < 80; offset++) {
            assertThat(ranges.contains(offset)).isEqualTo(bits.get(offset));
            assertThat(read.contains(offset)).isEqualTo(bits.get(offset));
            runs += bits.get(offset) && (offset == 0 || !bits.get(offset - 1)) ? 1 : 0;
        }
        assertThat(ranges.size()).isEqualTo(runs);
        assertThat(ranges.end()).isEqualTo(bits.length());
        assertThat(read).hasToString(ranges.toString());
    }

    @Test
    void shouldBeReadableAsText() {
        // given
        OffsetRanges ranges = new OffsetRanges();

        // when
        ranges.add(50, 50);
        ranges.add(0, 40);
        ranges.add(41, 41);

        // then
        assertThat(ranges).hasToString("0-41,50-50");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "1", "1-", "-1-2", "1-2,", "1-2;3-4", "x-y", "2-1", "1-99999999999999999999"})
    void shouldReadNothingElse(String text) {
        assertThatThrownBy(() -> OffsetRanges.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
