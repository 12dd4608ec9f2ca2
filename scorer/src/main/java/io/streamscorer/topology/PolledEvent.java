package io.streamscorer.topology;

import io.streamscorer.registry.WireFormat;
import io.streamscorer.scoring.RawEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * One polled event and its place in its chunk. It travels from the interceptor to the deserializer as a header of the record, by reference and
 * never as bytes, and from there to the processor as the record's value. One object is all of this because each record has one. Immutable.
 */
final class PolledEvent implements Header, RawEvent {
    static final String KEY = "io.streamscorer.polled-event";

    private final ConsumerRecord<byte[], byte[]> record;
    private final byte @Nullable [] schemaIdHeader;
    private final Chunk chunk;
    private final int row;

    /** Puts a record's event at the end of a chunk. */
    PolledEvent(ConsumerRecord<byte[], byte[]> record, Chunk chunk) {
        Header schemaId = record.headers().lastHeader(WireFormat.VALUE_SCHEMA_ID_HEADER);
        this.record = record;
        this.schemaIdHeader = schemaId == null ? null : schemaId.value();
        this.chunk = chunk;
        this.row = chunk.add(this);
    }

    @Override
    public String key() {
        return KEY;
    }

    /** The event's value: as a header it has none of its own. */
    @Override
    public byte @Nullable [] value() {
        return record.value();
    }

    @Override
    public byte @Nullable [] schemaIdHeader() {
        return schemaIdHeader;
    }

    @Override
    public String topic() {
        return record.topic();
    }

    @Override
    public int partition() {
        return record.partition();
    }

    @Override
    public long offset() {
        return record.offset();
    }

    @Override
    public long timestamp() {
        return record.timestamp();
    }

    @Override
    public boolean hasAppendTime() {
        return record.timestampType() == TimestampType.LOG_APPEND_TIME;
    }

    /** The events that are scored together with it. */
    Chunk chunk() {
        return chunk;
    }

    /** The event's row in the chunk. */
    int row() {
        return row;
    }
}
