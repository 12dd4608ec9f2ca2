package io.streamscorer.topology;

import io.streamscorer.failure.FailureCategory;

/** Told of each answer that is on its way to a topic, for metrics. Implementations are thread-safe and cost next to nothing. */
public interface AnswerListener {
    /** Does nothing. */
    AnswerListener NONE = new AnswerListener() {};

    /**
     * A prediction was forwarded.
     *
     * @param eventTimestamp the event record's timestamp in milliseconds since 1970-01-01 UTC; may be negative
     */
    default void predicted(long eventTimestamp) {}

    /** A dead letter was forwarded. */
    default void buried(FailureCategory category) {}
}
