package io.streamscorer.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.RecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroInputTest {
    @Property
    void shouldReadWhatAvroWrites(
            @ForAll int small,
            @ForAll long large,
            @ForAll @IntRange(max = 63) int shift,
            @ForAll @IntRange(max = 9) int after)
            throws IOException, RecordException {
        // given
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        encoder.writeInt(small);
        encoder.writeInt(small >> (shift & 31));
        encoder.writeLong(large);
        encoder.writeLong(large >> shift);
        byte[] padded = Arrays.copyOf(out.toByteArray(), out.size() + after);
        AvroInput input = input(padded);

        // when
        long[] read = {input.readInt(), input.readInt(), input.readLong(), input.readLong()};

        // then
        assertThat(read).containsExactly(small, small >> (shift & 31), large, large >> shift);
        assertThat(input.remaining()).isEqualTo(after);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 7, 8, 9})
    void shouldRejectAnIntegerThatTheBytesCut(int length) {
        // given
        byte[] cut = new byte[length];
        Arrays.fill(cut, (byte) 0x80);

        // when / then
        assertThatThrownBy(() -> input(cut).readLong())
                .isInstanceOf(RecordException.class)
                .hasMessageContaining("At byte 0 of the event's " + length + " bytes")
                .hasMessageContaining("but the bytes end");
    }

    @Test
    void shouldRejectIntegersThatAreTooLong() {
        // given
        byte[] elevenBytes = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 0};
        byte[] sixtyFiveBits = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 2, 0, 0};
        byte[] thirtyThreeBits = {-1, -1, -1, -1, 0x1f, 0, 0, 0, 0};
        byte[] sixBytes = {-128, -128, -128, -128, -128, 0, 0, 0, 0};

        // when / then
        assertThatThrownBy(() -> input(elevenBytes).readLong()).hasMessageContaining("longer than 64 bits");
        assertThatThrownBy(() -> input(sixtyFiveBits).readLong()).hasMessageContaining("longer than 64 bits");
        assertThatThrownBy(() -> input(thirtyThreeBits).readInt()).hasMessageContaining("longer than 32 bits");
        assertThatThrownBy(() -> input(sixBytes).readInt()).hasMessageContaining("longer than 32 bits");
    }

    @Test
    void shouldRejectWhatIsNoBooleanIndexOrLength() {
        // given / when / then
        assertThatThrownBy(() -> input(new byte[] {2}).readBoolean()).hasMessageContaining("expected a boolean");
        assertThatThrownBy(() -> input(new byte[] {4}).readIndex(2)).hasMessageContaining("0 to 1, but found 2");
        assertThatThrownBy(() -> input(new byte[] {1}).readIndex(2)).hasMessageContaining("0 to 1, but found -1");
        assertThatThrownBy(() -> input(new byte[] {1, 0}).skipBytes()).hasMessageContaining("but found -1");
        assertThatThrownBy(() -> input(new byte[] {4, 0}).skipBytes()).hasMessageContaining("but found 2");
    }

    @Test
    void shouldRejectABlockOfWhichTheSizeIsNegativeOrMoreThanTheRest() {
        for (boolean trusted : new boolean[] {false, true}) {
            // given: one item, and what the block says of its size, which would lead back to its start or beyond the
            // event
            AvroInput backwards = input(new byte[] {1, 3, 0});
            AvroInput beyond = input(new byte[] {1, 4, 0});

            // when / then
            assertThatThrownBy(() -> backwards.readBlock(0, trusted)).hasMessageContaining("but found -2");
            assertThatThrownBy(() -> beyond.readBlock(0, trusted)).hasMessageContaining("but found 2");
        }
    }

    @Test
    void shouldReadNothingBeyondTheEventThoughBytesFollow() {
        // given
        AvroInput input = new AvroInput();
        input.reset(new byte[32], 4, 7);

        // when / then
        assertThatThrownBy(input::readFloat).hasMessageContaining("expected a float, but the bytes end");
        assertThatThrownBy(input::readDouble).hasMessageContaining("expected a double, but the bytes end");
        assertThatThrownBy(() -> input.skip(4)).hasMessageContaining("expected 4 more bytes, but the bytes end");
        input.position(7);
        assertThatThrownBy(input::readBoolean).hasMessageContaining("expected a boolean, but the bytes end");
        assertThatThrownBy(input::readLong).hasMessageContaining("expected an int or long, but the bytes end");
        assertThatThrownBy(() -> input.readIndex(2)).hasMessageContaining("but the bytes end");
    }

    private static AvroInput input(byte[] bytes) {
        AvroInput input = new AvroInput();
        input.reset(bytes, 0, bytes.length);
        return input;
    }
}
