package io.streamscorer.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class AvroOutputTest {
    private final AvroOutput output = new AvroOutput();
    private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
    private final BinaryEncoder avro = EncoderFactory.get().directBinaryEncoder(expected, null);

    @Test
    void shouldWriteLongsOfEveryLengthAsAvroDoes() throws IOException {
        // when
        for (int bits = 0; bits < Long.SIZE; bits++) {
            for (long delta = -2; delta <= 2; delta++) {
                write((1L << bits) + delta);
                write(-(1L << bits) + delta);
            }
        }
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            write(random.nextLong() >> random.nextInt(Long.SIZE));
        }

        // then
        assertThat(output.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void shouldWriteFloatingNumbersAsAvroDoesAndReplaceADouble() throws IOException {
        // when
        output.writeFloat(1.5f);
        int at = output.size();
        output.writeDouble(0);
        output.writeDouble(-Math.PI);
        output.setDouble(at, Double.MIN_VALUE);

        // then
        avro.writeFloat(1.5f);
        avro.writeDouble(Double.MIN_VALUE);
        avro.writeDouble(-Math.PI);
        assertThat(output.toByteArray()).isEqualTo(expected.toByteArray());
    }

    private void write(long value) throws IOException {
        output.writeLong(value);
        avro.writeLong(value);
    }
}
