package io.streamscorer.prediction;

/** Where an event stood. */
public interface EventSource {
    /** The topic. */
    String topic();

    /** The partition. */
    int partition();

    /** The offset. */
    long offset();

    /** The record's timestamp in milliseconds since 1970-01-01 UTC; may be negative. */
    long timestamp();
}
