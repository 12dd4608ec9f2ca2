package io.streamscorer.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.sandbox.cards.CardSimulator;
import io.streamscorer.schemas.CardTransaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BrokenEventTest {
    private final EventEncoder encoder = new EventEncoder(7, 8);
    private final CardTransaction transaction = new CardSimulator(1).next();

    @Test
    void shouldEncodeASoundTransaction() throws IOException {
        // given, when
        byte[] value = encoder.encode(transaction);

        // then
        assertThat(ByteBuffer.wrap(value).get(0)).isZero();
        assertThat(ByteBuffer.wrap(value).getInt(1)).isEqualTo(7);
        BinaryDecoder decoder = payload(value);
        assertThat(new SpecificDatumReader<>(CardTransaction.class).read(null, decoder))
                .isEqualTo(transaction);
        assertThat(decoder.isEnd()).isTrue();
    }

    @Test
    void shouldTruncate() {
        // given, when
        byte[] value = valueOf(BrokenEvent.TRUNCATED);

        // then
        assertThatThrownBy(() -> new SpecificDatumReader<>(CardTransaction.class).read(null, payload(value)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldLeaveOutTheAmountAlone() throws IOException {
        // given
        Schema schema = EventEncoder.NULLABLE_AMOUNT;

        // when
        byte[] value = valueOf(BrokenEvent.WITHOUT_AMOUNT);

        // then
        assertThat(ByteBuffer.wrap(value).getInt(1)).isEqualTo(8);
        GenericRecord decoded = new GenericDatumReader<GenericRecord>(schema).read(null, payload(value));
        assertThat(decoded.get("amount")).isNull();
        assertThat(decoded.get("transaction_id")).isEqualTo(transaction.getTransactionId());
        assertThat(decoded.get("during_night")).isEqualTo(transaction.getDuringNight());
    }

    @Test
    void shouldUseASchemaIdThatNobodyRegistered() {
        // given, when
        byte[] value = valueOf(BrokenEvent.UNKNOWN_SCHEMA_ID);

        // then
        assertThat(ByteBuffer.wrap(value).getInt(1)).isEqualTo(999_999);
    }

    @Test
    void shouldSendTextAndNothing() {
        // given, when
        byte[] text = valueOf(BrokenEvent.PLAIN_TEXT);
        byte @Nullable [] nothing = BrokenEvent.TOMBSTONE.value(transaction, encoder);

        // then
        assertThat(new String(text, StandardCharsets.UTF_8)).startsWith("transaction ");
        assertThat(nothing).isNull();
    }

    private byte[] valueOf(BrokenEvent kind) {
        return Objects.requireNonNull(kind.value(transaction, encoder));
    }

    private static BinaryDecoder payload(byte[] value) {
        return DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
    }
}
