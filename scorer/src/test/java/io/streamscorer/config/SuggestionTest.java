package io.streamscorer.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.EditDistance;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    @Property(tries = 200)
    void shouldMeasureADistance(
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 8) String a,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 8) String b,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 8) String c) {
        // given two words and a third

        // when
        int distance = EditDistance.between(a, b);

        // then
        assertThat(distance).isEqualTo(EditDistance.between(b, a));
        assertThat(distance == 0).isEqualTo(a.equals(b));
        assertThat(distance).isLessThanOrEqualTo(EditDistance.between(a, c) + EditDistance.between(c, b));
        assertThat(distance).isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
    }

    @Property(tries = 100)
    void shouldFindAKeyWithOneCharacterLeftOut(@ForAll @IntRange(max = 16) int position) {
        // given
        String key = "batch.max.records";
        String misspelt = key.substring(0, position) + key.substring(position + 1);

        // when
        var found = Suggestion.find(misspelt, List.of("linger.ms", key, "max.poll.records"), 3);

        // then
        assertThat(found).contains(key);
    }

    @Test
    void shouldSuggestNothingForSomethingElse() {
        // given
        List<String> candidates = List.of("linger.ms", "acks");

        // when
        var found = Suggestion.find("colour", candidates, Suggestion.limitFor("colour"));

        // then
        assertThat(found).isEmpty();
    }
}
