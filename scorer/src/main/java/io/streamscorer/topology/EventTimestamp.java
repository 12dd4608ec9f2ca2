package io.streamscorer.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * A record's own timestamp; for a negative one, which brokers accept but Kafka Streams would drop or die of, the time of reading. The
 * Prediction's {@code source_timestamp} holds the negative one. Thread-safe.
 */
final class EventTimestamp implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();
    }
}
