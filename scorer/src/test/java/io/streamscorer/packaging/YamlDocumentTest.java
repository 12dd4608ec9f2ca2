package io.streamscorer.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.SetupException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "NO",
                "no",
                "Yes",
                "on",
                "off",
                "y",
                "True",
                "010",
                "007",
                "+5",
                "1_000",
                "0x1F",
                "12:30",
                "2026-01-01",
                "1.2.3",
                "0f3c1d7c",
                "12345678901234567890123456789e12",
                "NULL",
                "."
            })
    void shouldTakeForTextWhatOtherReadersTakeForSomethingElse(String text) {
        // given / when / then
        assertThat(YamlDocument.parse("- " + text, "test")).isEqualTo(List.of(text));
    }

    @Test
    void shouldReadTruthValuesNumbersAndNull() {
        // given
        String yaml = "[true, false, 0, -12, 1.5, 1e-5, -2E3, .5, .inf, null, ~, 12345678901234567890]";

        // when
        Object read = YamlDocument.parse(yaml, "test");

        // then
        assertThat(read)
                .isEqualTo(Arrays.asList(
                        true,
                        false,
                        0,
                        -12,
                        1.5,
                        1e-5,
                        -2e3,
                        0.5,
                        Double.POSITIVE_INFINITY,
                        null,
                        null,
                        new BigInteger("12345678901234567890")));
        assertThat(YamlDocument.parse(".nan", "test")).isEqualTo(Double.NaN);
    }

    @Test
    void shouldReadJson() {
        // given: as MLflow writes it, a break within
        String json =
                "[{\"type\": \"double\", \"name\": \"caf\\u00e9 \\\"x\\\"\", \"required\":\n true}, {\"shape\": [-1, 30]}]";

        // when / then
        assertThat(YamlDocument.parse(json, "test"))
                .isEqualTo(List.of(
                        Map.of("type", "double", "name", "café \"x\"", "required", true),
                        Map.of("shape", List.of(-1, 30))));
    }

    @Test
    void shouldNameThePlaceOfWhatIsNoYaml() {
        // given / when / then
        assertThatThrownBy(() -> YamlDocument.parse("a: [1, 2", "MLmodel: signature.inputs"))
                .isInstanceOf(SetupException.class)
                .hasMessageStartingWith("MLmodel: signature.inputs: line 1, column 9: ");
    }
}
