package io.streamscorer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UbjsonTest {
    private static final int DAMAGED_FILES = 3_000;

    private static @Nullable Object read(byte[] bytes, String... unwanted) throws IOException {
        return new Ubjson(new DataInputStream(new ByteArrayInputStream(bytes)), Set.of(unwanted)).read();
    }

    /** Bytes from text, in which {@code <0a0b>} are bytes in hexadecimal. */
    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '<') {
                int end = text.indexOf('>', i);
                bytes.writeBytes(HexFormat.of().parseHex(text.substring(i + 1, end)));
                i = end;
            } else {
                bytes.write(text.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] model() throws IOException {
        try (InputStream in = UbjsonTest.class.getResourceAsStream("/models/xgboost-classes/model.ubj")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    @Test
    void shouldReadEveryTypeBigEndian() throws IOException {
        // given
        byte[] bytes =
                bytes("[i<ff>U<ff>I<8000>l<00010000>L<0000000100000000>d<3fc00000>D<c004000000000000>TFZCxSi<02>ab]");

        // when / then
        assertThat(read(bytes))
                .isEqualTo(
                        Arrays.asList(-1L, 255L, -32768L, 65536L, 1L << 32, 1.5, -2.5, true, false, null, "x", "ab"));
    }

    @Test
    void shouldReadObjectsAndTypedArrays() throws IOException {
        // given
        byte[] bytes = bytes("{i<01>a[$l#i<02><00000001><00000002>L<0000000000000001>b[#i<01>T}");

        // when / then
        assertThat(read(bytes)).isEqualTo(Map.of("a", List.of(1L, 2L), "b", List.of(true)));
    }

    @Test
    void shouldPassOverWhatIsUnwanted() throws IOException {
        // given
        byte[] bytes = bytes("{i<01>a{i<01>x[$d#i<02><0000000000000000>i<01>y[Si<01>zU<01>]}i<01>bi<07>}");

        // when / then
        assertThat(read(bytes, "a")).isEqualTo(Map.of("b", 7L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "{",
                "{i<01>",
                "{i<ff>a",
                "{d<00000000>",
                "[i",
                "[$d#L<7fffffffffffffff><00>",
                "[$L#L<7fffffffffffffff><00>",
                "[$Z#L<7fffffffffffffff>",
                "[$T#L<7fffffffffffffff>",
                "[$N#i<01>",
                "[#L<7fffffffffffffff>i<01>",
                "[$i<01>",
                "SL<7fffffffffffffff>a",
                "Sl<000fffff>a",
                "Si<05>a"
            })
    void shouldRefuseDamagedBytes(String text) {
        for (String unwanted : List.of("", "u")) {
            // given: the value by itself, and where it is passed over
            byte[] bytes = bytes(unwanted.isEmpty() ? text : "{i<01>u" + text);

            // when / then
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(5),
                    () -> assertThatThrownBy(() -> read(bytes, "u")).isInstanceOf(IOException.class));
        }
    }

    @Test
    void shouldRefuseEndlessNesting() {
        // given
        byte[] bytes = "[".repeat(100_000).getBytes(StandardCharsets.US_ASCII);

        // when / then
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(IOException.class).hasMessageContaining("nest deeper");
    }

    @Test
    void shouldEndOnEveryDamagedModel() throws IOException {
        // given: a model with up to four bytes changed, and cut off in every other case
        byte[] good = model();
        Random random = new Random(11);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            int refused = 0;
            for (int i = 0; i < DAMAGED_FILES; i++) {
                byte[] bytes = i % 2 == 0 ? good.clone() : Arrays.copyOf(good, random.nextInt(good.length));
                for (int change = random.nextInt(4); change >= 0 && bytes.length > 0; change--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                // when
                try {
                    read(bytes, "gradient_booster");
                } catch (IOException e) {
                    refused++;
                }
            }
            // then: nothing but IOException was thrown, for all that were cut off and some others
            assertThat(refused).isGreaterThan(DAMAGED_FILES / 2 - 1);
        });
    }
}
