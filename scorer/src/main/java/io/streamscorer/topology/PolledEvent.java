package io.streamscorer.topology;

import io.streamscorer.scoring.RawEvent;
import org.apache.kafka.common.header.Header;

/**
 * One polled event's place in its chunk. It travels from the interceptor to the deserializer as a header of the record, by reference and
 * never as bytes, and from there to the processor as the record's value.
 *
 * @param chunk the events that are scored together
 * @param row the event's row in it
 */
record PolledEvent(Chunk chunk, int row) implements Header {
    static final String KEY = "io.streamscorer.polled-event";

    private static final byte[] NO_BYTES = new byte[0];

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public byte[] value() {
        return NO_BYTES;
    }

    /** The event as it was read. */
    RawEvent event() {
        return chunk.event(row);
    }
}
