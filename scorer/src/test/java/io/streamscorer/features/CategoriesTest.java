package io.streamscorer.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.RecordException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CategoriesTest {
    private static final FieldPath FIELD = FieldPath.parse("country");

    @Property
    void shouldFindTheNumberOfEachCategory(
            @ForAll @Size(max = 200)
                    Set<@StringLength(max = 3) @Chars({'a', 'b', 'é', '\u20ac', '1', '-'}) String> names,
            @ForAll List<@StringLength(max = 4) @Chars({'a', 'b', 'é', '\u20ac', '1', '-'}) String> asked)
            throws RecordException {
        // given
        Map<String, Double> numbers = new HashMap<>();
        names.forEach(name -> numbers.put(name, (double) numbers.size()));
        Categories categories = new Categories(FIELD, new Encoding.Vocabulary(numbers, -1.0));

        // when / then
        for (List<String> texts : List.of(List.copyOf(names), asked)) {
            for (String text : texts) {
                byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
                assertThat(categories.number(bytes, 1, bytes.length - 1)).isEqualTo(numbers.getOrDefault(text, -1.0));
                assertThat(categories.number(text)).isEqualTo(numbers.getOrDefault(text, -1.0));
            }
        }
    }

    @Property
    void shouldFindIntegersByTheirDigits(@ForAll @Size(max = 100) Set<Long> integers, @ForAll List<Long> asked)
            throws RecordException {
        // given
        Map<String, Double> numbers = new HashMap<>();
        integers.forEach(integer -> numbers.put(Long.toString(integer), (double) numbers.size()));
        numbers.put("+1", 1000.0);
        numbers.put("007", 1007.0);
        numbers.put("1e3", 1003.0);
        numbers.put("9223372036854775808", 1009.0);
        Categories categories = new Categories(FIELD, new Encoding.Vocabulary(numbers, -1.0));

        // when / then
        for (List<Long> values : List.of(List.copyOf(integers), asked, List.of(1L, 7L, 1000L, Long.MIN_VALUE, 0L))) {
            for (long integer : values) {
                assertThat(categories.number(integer)).isEqualTo(numbers.getOrDefault(Long.toString(integer), -1.0));
            }
        }
    }

    @Test
    void shouldQuoteTheUnknownCategory() {
        // given
        Categories categories = new Categories(FIELD, new Encoding.Vocabulary(Map.of("DE", 1.0, "\ud800", 2.0), null));
        byte[] longName = "x".repeat(100).getBytes(StandardCharsets.UTF_8);

        // when / then
        assertThatThrownBy(() -> categories.number(new byte[] {'X', 'X'}, 0, 2))
                .isInstanceOf(RecordException.class)
                .hasMessage("field 'country': 'XX' is not in the vocabulary");
        assertThatThrownBy(() -> categories.number(longName, 0, longName.length))
                .hasMessage("field 'country': '" + "x".repeat(40) + "…' is not in the vocabulary");
        assertThatThrownBy(() -> categories.number(-5)).hasMessage("field 'country': '-5' is not in the vocabulary");
        assertThatThrownBy(() -> categories.number(new byte[] {'?'}, 0, 1)).isInstanceOf(RecordException.class);
    }
}
