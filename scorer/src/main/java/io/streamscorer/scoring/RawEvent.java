package io.streamscorer.scoring;

import io.streamscorer.prediction.EventSource;
import org.jspecify.annotations.Nullable;

/** One event as it was read, before anything is made of it. */
public interface RawEvent extends EventSource {
    /** The bytes of the value, in Confluent's wire format, or null for a tombstone. Not copied; not to be changed. */
    byte @Nullable [] value();

    /** The bytes of the header {@code __value_schema_id}, or null when the event has none. */
    byte @Nullable [] schemaIdHeader();

    /** Whether its timestamp is the time at which the broker appended it, and not one that its producer gave it. */
    default boolean hasAppendTime() {
        return false;
    }

    /**
     * An event that is held by itself.
     *
     * @param value the bytes of the value, in Confluent's wire format, or null for a tombstone. Not copied; not to be changed
     * @param schemaIdHeader the bytes of the header {@code __value_schema_id}, or null when the event has none
     * @param topic the topic that it came from
     * @param partition the partition
     * @param offset the offset
     * @param timestamp the record's timestamp in milliseconds since 1970-01-01 UTC; may be negative
     */
    static RawEvent of(
            byte @Nullable [] value,
            byte @Nullable [] schemaIdHeader,
            String topic,
            int partition,
            long offset,
            long timestamp) {
        return new PlainEvent(value, schemaIdHeader, topic, partition, offset, timestamp);
    }
}
