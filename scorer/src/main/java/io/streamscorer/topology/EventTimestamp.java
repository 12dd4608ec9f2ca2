package io.streamscorer.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * An event's own timestamp; for a negative one, which brokers accept but Kafka Streams would drop or die of, the time of reading. The
 * Prediction's {@code source_timestamp} holds the negative one. Thread-safe.
 */
final class EventTimestamp implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return of(record.timestamp(), System.currentTimeMillis());
    }

    /** The timestamp that an event's answer has. */
    static long of(long timestamp, long now) {
        return timestamp >= 0 ? timestamp : now;
    }
}
