package io.streamscorer.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive events of one partition and one chunk, which Kafka Streams takes as one record. It travels from the interceptor to the
 * deserializer as that record's only header, by reference and never as bytes, and from there to the processor as the record's value. Immutable.
 *
 * @param chunk the events that are scored together, those of the run among them
 * @param from the chunk's row of the first event
 * @param to the row after the last event's
 */
record EventRun(Chunk chunk, int from, int to) implements Header {
    static final String KEY = "io.streamscorer.event-run";

    @Override
    public String key() {
        return KEY;
    }

    /** As a header it has no bytes. */
    @Override
    public byte @Nullable [] value() {
        return null;
    }

    /** How many events it has. */
    int size() {
        return to - from;
    }

    /**
     * The record that stands for the events: without key and value, at the place and time of the first, since Kafka Streams commits the offset of
     * the first record that is not processed.
     */
    ConsumerRecord<byte[], byte[]> asRecord() {
        ConsumerRecord<byte[], byte[]> first = chunk.event(from).record();
        RecordHeaders headers = new RecordHeaders();
        headers.add(this);
        return new ConsumerRecord<>(
                first.topic(),
                first.partition(),
                first.offset(),
                first.timestamp(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                null,
                null,
                headers,
                first.leaderEpoch());
    }
}
