package io.streamscorer.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {
    @Test
    void shouldReadFieldsAndKeys() {
        // given
        String text = "attributes[\"my.key\"].count[\"\"][\"say \\\"hi\\\"\\\\\\u000a\"].user-id";

        // when
        FieldPath path = FieldPath.parse(text);

        // then
        assertThat(path.names()).containsExactly("attributes", "my.key", "count", "", "say \"hi\"\\\n", "user-id");
        assertThat(path).hasToString(text);
    }

    @Property
    void shouldReadWhatItWrites(
            @ForAll @NotEmpty
                    List<
                                    @StringLength(max = 4)
                                    @Chars({'a', '.', '[', ']', '"', '\\', ' ', '\n', 'é', '\ud83d'}) String>
                            names) {
        // given
        FieldPath path = new FieldPath(names);

        // when
        FieldPath read = FieldPath.parse(path.toString());

        // then
        assertThat(read).isEqualTo(path);
        assertThat(path.toString()).doesNotContain("\n");
    }

    @Property
    void shouldReadWhatItWritesOfAnyCharacters(@ForAll @NotEmpty List<String> names) {
        // given
        FieldPath path = new FieldPath(names);

        // when / then
        assertThat(FieldPath.parse(path.toString())).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.",
                ".a",
                "a..b",
                "a b",
                "a[b]",
                "a[\"b",
                "a[\"b\"",
                "a[\"b\"]c",
                "a.[\"b\"]",
                "a[\"\\x\"]",
                "a[\"\\u12\"]",
                "a[\"\\",
                "a]",
                "a\""
            })
    void shouldRefuseWhatIsNoPath(String text) {
        // given / when / then
        assertThatThrownBy(() -> FieldPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A field path needs names joined by single dots, not '" + text + "'");
    }
}
