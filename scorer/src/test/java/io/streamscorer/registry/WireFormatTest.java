package io.streamscorer.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import java.nio.ByteBuffer;
import java.util.UUID;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WireFormatTest {
    private static final byte[] VALUE = {0, 0, 0, 1, 2, 42};

    @Test
    void shouldReadTheSchemaIdOfThePrefix() throws RecordException {
        // when
        var framed = WireFormat.locate(VALUE, null);

        // then
        assertThat(framed).isEqualTo(new WireFormat.Framed(258, 5));
    }

    @Test
    void shouldTakeAPrefixWithoutPayload() throws RecordException {
        // when: a record without fields has no bytes
        var framed = WireFormat.locate(new byte[] {0, 0, 0, 0, 7}, null);

        // then
        assertThat(framed).isEqualTo(new WireFormat.Framed(7, 5));
    }

    @Test
    void shouldPreferTheHeaderToAValueThatLooksPrefixed() throws RecordException {
        // when
        var framed = WireFormat.locate(VALUE, new byte[] {0, 0, 0, 0, 9});

        // then
        assertThat(framed).isEqualTo(new WireFormat.Framed(9, 0));
    }

    @Test
    void shouldNameTheGuidOfAHeader() {
        // given
        UUID guid = UUID.fromString("89791762-2336-4186-9674-299b90a802e2");
        byte[] header = ByteBuffer.allocate(17)
                .put((byte) 1)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();

        // when
        var failure = failure(VALUE, header);

        // then
        assertThat(failure.failure().category()).isEqualTo(FailureCategory.UNSUPPORTED_FRAMING);
        assertThat(failure).hasMessageContaining("89791762-2336-4186-9674-299b90a802e2");
    }

    @Test
    void shouldRejectHeadersThatHoldNoId() {
        // when
        var empty = failure(VALUE, new byte[0]);
        var shortId = failure(VALUE, new byte[] {0, 1, 2, 3});
        var shortGuid = failure(VALUE, new byte[] {1, 1, 2, 3, 4});
        var other = failure(VALUE, new byte[] {2, 1, 2, 3, 4});

        // then
        assertThat(empty.failure().category()).isEqualTo(FailureCategory.BAD_FRAMING);
        assertThat(shortId).hasMessageContaining("ends after 4 of 5 bytes");
        assertThat(shortGuid).hasMessageContaining("ends after 5 of 17 bytes");
        assertThat(other.failure().category()).isEqualTo(FailureCategory.UNSUPPORTED_FRAMING);
        assertThat(other).hasMessageContaining("0x02");
    }

    @Test
    void shouldCallNullAndNoBytesEmpty() {
        // when
        var tombstone = failure(null, null);
        var empty = failure(new byte[0], new byte[] {0, 0, 0, 0, 9});

        // then
        assertThat(tombstone.failure().category()).isEqualTo(FailureCategory.EMPTY_VALUE);
        assertThat(empty.failure().category()).isEqualTo(FailureCategory.EMPTY_VALUE);
    }

    @Property
    void shouldRoundTripEveryId(@ForAll int id, @ForAll @Size(max = 64) byte[] payload) throws RecordException {
        // given
        byte[] value = ByteBuffer.allocate(5 + payload.length)
                .put(WireFormat.prefix(id))
                .put(payload)
                .array();

        // when
        var prefixed = WireFormat.locate(value, null);
        var inHeader = WireFormat.locate(value, WireFormat.prefix(id));

        // then
        assertThat(WireFormat.prefix(id))
                .isEqualTo(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        assertThat(prefixed).isEqualTo(new WireFormat.Framed(id, 5));
        assertThat(inHeader).isEqualTo(new WireFormat.Framed(id, 0));
    }

    @Property
    void shouldSayWhatTheFirstByteIsAndHowLongTheValueIs(
            @ForAll @ByteRange byte first, @ForAll @Size(max = 64) byte[] rest) {
        // given
        Assume.that(first != 0 || rest.length < 4);
        byte[] value = ByteBuffer.allocate(1 + rest.length).put(first).put(rest).array();

        // when
        var failure = failure(value, null);

        // then
        assertThat(failure.failure().category()).isEqualTo(FailureCategory.BAD_FRAMING);
        assertThat(failure)
                .hasMessageContaining("the first byte is 0x%02x", first)
                .hasMessageMatching(".*\\b" + value.length + "\\b.*");
    }

    @Property
    void shouldStayWithinTheValueForAnyBytes(
            @ForAll @Size(max = 32) byte[] value, @ForAll @Size(max = 32) byte[] header) {
        // when
        int offset;
        try {
            offset = WireFormat.locate(value, header).payloadOffset();
        } catch (RecordException e) {
            offset = 0;
        }

        // then
        assertThat(offset).isBetween(0, value.length);
    }

    private static RecordException failure(byte @Nullable [] value, byte @Nullable [] header) {
        return catchThrowableOfType(RecordException.class, () -> WireFormat.locate(value, header));
    }
}
