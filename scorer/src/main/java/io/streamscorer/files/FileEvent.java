package io.streamscorer.files;

import io.streamscorer.failure.RecordFailure;
import org.jspecify.annotations.Nullable;

/**
 * One event of a file: its Avro bytes, or why it has none.
 *
 * @param index its index in the file, from 0
 * @param position where a person finds it: the line, from 1, or the index
 * @param value the event in Confluent's wire format, or null where it could not be read
 * @param failure why it could not be read, or null
 * @param line the line that it stands in, for files of lines; else null
 */
record FileEvent(
        long index,
        long position,
        byte @Nullable [] value,
        @Nullable RecordFailure failure,
        byte @Nullable [] line) {}
