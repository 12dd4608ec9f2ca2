package io.streamscorer.topology;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The largest size of a record, as the producer reckons it before sending: a bound from above on a batch of that one record (Kafka's message
 * format v2: 61 bytes of batch header, at most 21 of record header, lengths as varints). Thread-safe.
 */
final class RecordSize {
    private static final int BATCH_AND_RECORD_OVERHEAD = 61 + 21;
    private static final int MAX_LENGTH_BYTES = 5;

    private RecordSize() {}

    /** The bound in bytes. */
    static long upperBound(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        long size = BATCH_AND_RECORD_OVERHEAD + length(key) + length(value) + MAX_LENGTH_BYTES;
        for (Header header : headers) {
            // A character takes at most 3 bytes of UTF-8.
            size += 2L * MAX_LENGTH_BYTES + 3L * header.key().length() + length(header.value());
        }
        return size;
    }

    private static long length(byte @Nullable [] bytes) {
        return MAX_LENGTH_BYTES + (bytes == null ? 0L : bytes.length);
    }
}
