package io.streamscorer.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.streamscorer.failure.SetupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptions that are made to run code, to fill memory or to take for ever: each ends in one plain line. */
class HostileYamlTest {
    private static final Duration QUICK = Duration.ofSeconds(10);

    /** A class that says when it was made. */
    public static final class Loud {
        static volatile boolean made;

        public Loud(String ignored) {
            made = true;
        }
    }

    private static String refusal(String yaml) {
        return assertTimeoutPreemptively(QUICK, () -> {
            try {
                return "read: "
                        + String.valueOf(YamlDocument.parse(yaml, "model.yaml")).length();
            } catch (SetupException e) {
                return String.valueOf(e.getMessage());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://127.0.0.1:9/\"]]]]",
                "name: !!java.io.File [/etc/passwd]",
                "name: !!io.streamscorer.packaging.HostileYamlTest$Loud [x]",
                "name: !<tag:yaml.org,2002:java.lang.ProcessBuilder> [[touch, /tmp/made]]",
                "? !!java.net.URL [\"http://127.0.0.1:9/\"]\n: x",
                "name: !!python/object/apply:os.system [id]",
                "name: !include /etc/passwd"
            })
    void shouldMakeNoObjectsOfTags(String yaml) {
        // given
        Loud.made = false;

        // when
        String message = refusal(yaml);

        // then
        assertThat(message)
                .startsWith("model.yaml: line 1, column ")
                .containsPattern("Global tag is not allowed|could not determine a constructor for the tag !include")
                .doesNotContain("\n");
        assertThat(Loud.made).isFalse();
    }

    static Stream<String> bombs() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        StringBuilder maps = new StringBuilder("a0: &a0 {k0: lol, k1: lol, k2: lol, k3: lol}\n");
        for (int i = 1; i < 10; i++) {
            String start = "a" + i + ": &a" + i;
            String before = ": *a" + (i - 1);
            laughs.append(start + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "]\n");
            maps.append(start + " {k0" + before + ", k1" + before + ", k2" + before + ", k3" + before + ", k4" + before
                    + ", k5" + before + ", k6" + before + "}\n");
        }
        String text = "x".repeat(1_000_000);
        return Stream.of(
                laughs.toString(),
                laughs + "shape: *a9\n",
                laughs + "? *a9\n: x\n",
                maps.toString(),
                "a: &a " + text + "\nb: [" + "*a, ".repeat(10_000) + "]\n");
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void shouldRefuseAliasesThatStandForTooMuch(String yaml) {
        // given / when
        String message = refusal(yaml);

        // then
        assertThat(message).isEqualTo("model.yaml: its aliases stand for more than 16777216 characters");
    }

    @Test
    void shouldRefuseThousandsOfAliases() {
        // given
        String yaml = "a: &a [x]\nb: [" + "*a, ".repeat(1_000) + "]\n";

        // when
        String message = refusal(yaml);

        // then
        assertThat(message).startsWith("model.yaml: Number of aliases").doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&a [*a]", "a: &a {b: [x, *a]}", "&a [[*a]]", "? &a [*a]\n: x"})
    void shouldRefuseWhatHoldsItself(String yaml) {
        // given / when
        String message = refusal(yaml);

        // then
        assertThat(message).startsWith("model.yaml: ").contains("an alias stands within what it names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void shouldRefuseDeepNesting(String level) {
        // given
        String yaml = level.repeat(100_000);

        // when
        String message = refusal(yaml);

        // then
        assertThat(message)
                .startsWith("model.yaml: ")
                .contains("Nesting Depth exceeded")
                .doesNotContain("\n");
    }

    @Test
    void shouldRefuseAHugeFile(@TempDir Path directory) throws Exception {
        // given: one text, which a reader of YAML takes in whole before it looks at limits
        Path file = Files.writeString(directory.resolve("model.yaml"), "name: " + "x".repeat(13_000_000));

        // when / then
        assertThatThrownBy(() -> YamlDocument.read(file))
                .isInstanceOf(SetupException.class)
                .hasMessage(file + ": has more than 12582912 bytes, which is no description");
    }

    @Test
    void shouldRefuseALongText() {
        // given
        String yaml = "- x\n".repeat(1_000_000);

        // when
        String message = refusal(yaml);

        // then
        assertThat(message)
                .startsWith("model.yaml: ")
                .contains("exceeds the limit")
                .doesNotContain("\n");
    }

    @Test
    void shouldRefuseOneKeyTwice() {
        // given / when / then
        assertThat(refusal("a: 1\na: 2")).contains("duplicate key");
    }

    @Test
    void shouldReadAliasesAndMergesThatPeopleWrite() {
        // given
        String yaml = "a: &a {missing: 0}\nb: [*a, *a]\nc: {<<: *a, field: x}\n";

        // when / then
        assertThat(YamlDocument.parse(yaml, "model.yaml"))
                .isEqualTo(Map.of(
                        "a",
                        Map.of("missing", 0),
                        "b",
                        List.of(Map.of("missing", 0), Map.of("missing", 0)),
                        "c",
                        Map.of("missing", 0, "field", "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.yaml", "MLmodel"})
    void shouldRefuseATagInEitherDescription(String name, @TempDir Path directory) throws Exception {
        // given
        Path file = Files.writeString(directory.resolve(name), "flavors: !!java.net.URL [\"http://127.0.0.1:9/\"]\n");

        // when / then
        assertThatThrownBy(() -> ModelPackage.read(directory))
                .isInstanceOf(SetupException.class)
                .hasMessageStartingWith(file + ": line 1, column 10: ")
                .hasMessageContaining("Global tag is not allowed");
    }
}
