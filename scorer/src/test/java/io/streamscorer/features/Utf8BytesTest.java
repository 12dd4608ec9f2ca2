package io.streamscorer.features;

import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8BytesTest {
    private static final int[] EDGES = {
        0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
        0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
    };

    @Test
    void shouldAgreeWithJavaOnSequencesOfAllEdges() {
        // given
        int count = EDGES.length;

        // when / then
        for (int i = 0; i < count * count * count * count; i++) {
            byte[] bytes = {
                (byte) EDGES[i % count],
                (byte) EDGES[i / count % count],
                (byte) EDGES[i / count / count % count],
                (byte) EDGES[i / count / count / count]
            };
            requireAgreement(bytes, 0, 1 + i % 4);
        }
    }

    @Test
    void shouldAgreeWithJavaOnLongTexts() {
        // given
        Random random = new Random(8);

        // when / then
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = random.nextInt(40); c > 0; c--) {
                text.appendCodePoint(
                        random.nextInt(4) > 0 ? 'a' + random.nextInt(26) : random.nextInt(0x11) * 0x1000 + 0xe9);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            requireAgreement(bytes, random.nextInt(bytes.length + 1), bytes.length);
        }
    }

    private static void requireAgreement(byte[] bytes, int from, int to) {
        boolean valid = true;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
        } catch (CharacterCodingException e) {
            valid = false;
        }
        if (Utf8Bytes.areValid(bytes, from, to) != valid) {
            fail("%s from %d to %d is %s", Arrays.toString(bytes), from, to, valid ? "valid" : "not valid");
        }
    }
}
