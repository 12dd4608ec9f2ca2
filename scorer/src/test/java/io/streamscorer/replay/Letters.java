package io.streamscorer.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.topology.DeadLetterHeaders;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Dead letters as the scorer writes them. */
public final class Letters {
    /** The dead-letter topic of {@link #of}. */
    public static final String TOPIC = "letters";

    private Letters() {}

    /** The headers of a dead letter of an event that has some of its own. */
    public static Headers headers(
            Headers own, FailureCategory category, String topic, int partition, long offset, long timestamp) {
        Headers headers = new RecordHeaders(own);
        put(headers, DeadLetterHeaders.CATEGORY, category.wireName());
        put(headers, DeadLetterHeaders.MESSAGE, "it does not fit");
        put(headers, DeadLetterHeaders.TOPIC, topic);
        put(headers, DeadLetterHeaders.PARTITION, Integer.toString(partition));
        put(headers, DeadLetterHeaders.OFFSET, Long.toString(offset));
        put(headers, DeadLetterHeaders.TIMESTAMP, Long.toString(timestamp));
        put(headers, DeadLetterHeaders.SCHEMA_ID, "1");
        put(headers, DeadLetterHeaders.MODEL, "m:1");
        return headers;
    }

    /** A dead letter that can be sent. */
    public static ProducerRecord<byte[], byte[]> toSend(
            String deadLetterTopic,
            FailureCategory category,
            String topic,
            int partition,
            long offset,
            long timestamp,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers own) {
        return new ProducerRecord<>(
                deadLetterTopic,
                partition,
                Math.max(0, timestamp),
                key,
                value,
                headers(own, category, topic, partition, offset, timestamp));
    }

    /** A dead letter that was read at an offset. */
    static ConsumerRecord<byte[], byte[]> read(
            long letterOffset, Headers headers, byte @Nullable [] key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                TOPIC, 0, letterOffset, 4_000L, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
    }

    /** An event of partition 0 in the dead letter at an offset. */
    static BuriedEvent of(long letterOffset, FailureCategory category, String topic, long offset, long timestamp) {
        try {
            return BuriedEvent.read(read(
                    letterOffset,
                    headers(new RecordHeaders(), category, topic, 0, offset, timestamp),
                    null,
                    new byte[] {1}));
        } catch (UnreadableLetterException e) {
            throw new AssertionError(e);
        }
    }

    /** Sets a header. */
    public static void put(Headers headers, String key, String value) {
        headers.remove(key);
        headers.add(key, value.getBytes(UTF_8));
    }
}
