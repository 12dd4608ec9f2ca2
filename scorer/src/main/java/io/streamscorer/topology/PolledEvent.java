package io.streamscorer.topology;

import io.streamscorer.registry.WireFormat;
import io.streamscorer.scoring.RawEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * One polled event. Immutable.
 *
 * @param record the record as it was polled
 */
record PolledEvent(ConsumerRecord<byte[], byte[]> record) implements RawEvent {
    @Override
    public byte @Nullable [] value() {
        return record.value();
    }

    @Override
    public byte @Nullable [] schemaIdHeader() {
        Header schemaId = record.headers().lastHeader(WireFormat.VALUE_SCHEMA_ID_HEADER);
        return schemaId == null ? null : schemaId.value();
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
}
