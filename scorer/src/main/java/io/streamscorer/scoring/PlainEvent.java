package io.streamscorer.scoring;

import org.jspecify.annotations.Nullable;

/** An event that is held by itself; {@link RawEvent#of} says what its parts are. */
record PlainEvent(
        byte @Nullable [] value,
        byte @Nullable [] schemaIdHeader,
        String topic,
        int partition,
        long offset,
        long timestamp)
        implements RawEvent {}
