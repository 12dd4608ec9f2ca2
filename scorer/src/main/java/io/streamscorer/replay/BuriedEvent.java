package io.streamscorer.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.Suggestion;
import io.streamscorer.topology.DeadLetterHeaders;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter, and what its headers say of the event that it holds.
 *
 * @param letter the dead letter
 * @param series what the event's failure and topic are
 * @param partition the event's partition
 * @param offset the event's offset
 * @param timestamp the event's timestamp in milliseconds since 1970-01-01 UTC; may be negative
 * @param lost what of the event was too large for the dead letter; empty when it is whole
 */
record BuriedEvent(
        ConsumerRecord<byte[], byte[]> letter,
        Series series,
        int partition,
        long offset,
        long timestamp,
        List<String> lost) {

    /**
     * Reads the headers.
     *
     * @throws UnreadableLetterException if they are not those that the scorer writes
     */
    static BuriedEvent read(ConsumerRecord<byte[], byte[]> letter) throws UnreadableLetterException {
        Headers headers = letter.headers();
        long partition = number(headers, DeadLetterHeaders.PARTITION);
        if (partition < 0 || partition > Integer.MAX_VALUE) {
            throw new UnreadableLetterException(
                    "its header '" + DeadLetterHeaders.PARTITION + "' is no partition's number: " + partition);
        }
        return new BuriedEvent(
                letter,
                new Series(text(headers, DeadLetterHeaders.TOPIC), category(headers)),
                (int) partition,
                number(headers, DeadLetterHeaders.OFFSET),
                number(headers, DeadLetterHeaders.TIMESTAMP),
                lost(headers));
    }

    /**
     * The event as it was: key, value, timestamp, partition, and its own headers in their order.
     *
     * <p>A negative timestamp, which Kafka's producer refuses to send, becomes the dead letter's own: the time when the event was read.
     *
     * @param topic where it goes
     */
    ProducerRecord<byte[], byte[]> restored(String topic) {
        Long sent = timestamp >= 0 ? Long.valueOf(timestamp) : readAt();
        return new ProducerRecord<>(
                topic, partition, sent, letter.key(), letter.value(), DeadLetterHeaders.without(letter.headers()));
    }

    /** Where the event stands that could not be scored. */
    Place source() {
        return new Place(series.topic(), partition, offset);
    }

    private @Nullable Long readAt() {
        return letter.timestamp() >= 0 ? letter.timestamp() : null;
    }

    private static FailureCategory category(Headers headers) throws UnreadableLetterException {
        String name = text(headers, DeadLetterHeaders.CATEGORY);
        for (FailureCategory category : FailureCategory.values()) {
            if (category.wireName().equals(name)) {
                return category;
            }
        }
        throw new UnreadableLetterException("its header '" + DeadLetterHeaders.CATEGORY
                + "' is no category that this version knows: '" + name + "'. "
                + Suggestion.of(
                        name,
                        Arrays.stream(FailureCategory.values())
                                .map(FailureCategory::wireName)
                                .toList()));
    }

    private static List<String> lost(Headers headers) {
        return List.of(
                        DeadLetterHeaders.OMITTED_VALUE_BYTES,
                        DeadLetterHeaders.OMITTED_HEADERS,
                        DeadLetterHeaders.OMITTED_KEY_BYTES)
                .stream()
                .filter(name -> headers.lastHeader(name) != null)
                .toList();
    }

    private static long number(Headers headers, String name) throws UnreadableLetterException {
        String text = text(headers, name);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new UnreadableLetterException("its header '" + name + "' is no whole number: '" + text + "'");
        }
    }

    private static String text(Headers headers, String name) throws UnreadableLetterException {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            throw new UnreadableLetterException("it has no header '" + name + "', which the scorer writes");
        }
        return new String(header.value(), UTF_8);
    }
}
