package io.streamscorer.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.topology.DeadLetterHeaders;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuriedEventTest {
    private static final byte[] KEY = "k".getBytes(UTF_8);
    private static final byte[] VALUE = "v".getBytes(UTF_8);

    @Test
    void shouldRestoreTheEventAsItWasWithHeadersOfOneName() throws Exception {
        // given
        Headers own = new RecordHeaders()
                .add("trace", "a".getBytes(UTF_8))
                .add("other", null)
                .add("trace", "b".getBytes(UTF_8))
                .add("__value_schema_id", new byte[] {0, 0, 0, 0, 1})
                .add("trace", "a".getBytes(UTF_8));
        Headers headers = Letters.headers(own, FailureCategory.MISSING_FEATURE, "events", 3, 17, 1_000);

        // when
        BuriedEvent event = BuriedEvent.read(Letters.read(5, headers, KEY, VALUE));
        ProducerRecord<byte[], byte[]> restored = event.restored("events");

        // then
        assertThat(event.series()).isEqualTo(new Series("events", FailureCategory.MISSING_FEATURE));
        assertThat(event.offset()).isEqualTo(17);
        assertThat(event.lost()).isEmpty();
        assertThat(restored.headers()).isEqualTo(own);
        assertThat(restored.topic()).isEqualTo("events");
        assertThat(restored.partition()).isEqualTo(3);
        assertThat(restored.timestamp()).isEqualTo(1_000);
        assertThat(restored.key()).isEqualTo(KEY);
        assertThat(restored.value()).isEqualTo(VALUE);
    }

    @Test
    void shouldRestoreATombstoneWithoutKey() throws Exception {
        // given
        Headers headers = Letters.headers(new RecordHeaders(), FailureCategory.EMPTY_VALUE, "events", 0, 0, 0);

        // when
        ProducerRecord<byte[], byte[]> restored =
                BuriedEvent.read(Letters.read(0, headers, null, null)).restored("events");

        // then
        assertThat(restored.key()).isNull();
        assertThat(restored.value()).isNull();
        assertThat(restored.timestamp()).isZero();
        assertThat(restored.headers()).isEmpty();
    }

    @Test
    void shouldTakeTheTimeOfReadingForANegativeTimestampWhichNoProducerSends() throws Exception {
        // given
        Headers headers = Letters.headers(new RecordHeaders(), FailureCategory.BAD_FRAMING, "events", 0, 0, -5);

        // when
        BuriedEvent event = BuriedEvent.read(Letters.read(0, headers, KEY, VALUE));

        // then
        assertThat(event.timestamp()).isEqualTo(-5);
        assertThat(event.restored("events").timestamp()).isEqualTo(4_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DeadLetterHeaders.OMITTED_VALUE_BYTES,
                DeadLetterHeaders.OMITTED_HEADERS,
                DeadLetterHeaders.OMITTED_KEY_BYTES
            })
    void shouldSeeThatTheEventIsNotWhole(String header) throws Exception {
        // given
        Headers headers = Letters.headers(new RecordHeaders(), FailureCategory.BAD_FRAMING, "events", 0, 0, 0);
        Letters.put(headers, header, "12");

        // when
        BuriedEvent event = BuriedEvent.read(Letters.read(0, headers, null, null));

        // then
        assertThat(event.lost()).containsExactly(header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DeadLetterHeaders.CATEGORY,
                DeadLetterHeaders.TOPIC,
                DeadLetterHeaders.PARTITION,
                DeadLetterHeaders.OFFSET,
                DeadLetterHeaders.TIMESTAMP
            })
    void shouldRefuseALetterWithoutAHeaderThatItNeeds(String header) {
        // given
        Headers headers = Letters.headers(new RecordHeaders(), FailureCategory.BAD_FRAMING, "events", 0, 0, 0);
        headers.remove(header);

        // when / then
        assertThatThrownBy(() -> BuriedEvent.read(Letters.read(0, headers, KEY, VALUE)))
                .isInstanceOf(UnreadableLetterException.class)
                .hasMessage("it has no header '" + header + "', which the scorer writes");
    }

    @ParameterizedTest
    @CsvSource({
        DeadLetterHeaders.PARTITION + ",-1,is no partition's number: -1",
        DeadLetterHeaders.PARTITION + ",4294967296,is no partition's number",
        DeadLetterHeaders.OFFSET + ",x1,is no whole number: 'x1'",
        DeadLetterHeaders.CATEGORY + ",bad-frame,Did you mean 'bad-framing'?"
    })
    void shouldRefuseALetterWhoseHeaderIsWrong(String header, String value, String message) {
        // given
        Headers headers = Letters.headers(new RecordHeaders(), FailureCategory.BAD_FRAMING, "events", 0, 0, 0);
        Letters.put(headers, header, value);

        // when / then
        assertThatThrownBy(() -> BuriedEvent.read(Letters.read(0, headers, KEY, VALUE)))
                .isInstanceOf(UnreadableLetterException.class)
                .hasMessageContaining(header)
                .hasMessageContaining(message);
    }
}
