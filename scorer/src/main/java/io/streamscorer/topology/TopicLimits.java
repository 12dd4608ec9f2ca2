package io.streamscorer.topology;

import java.time.Instant;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What topic and producer take. A record beyond it would abort the transaction again and again, so it is checked before sending.
 *
 * @param maxBytes the size of the largest record
 * @param maxAgeMillis how long ago the timestamp of a record may be, {@code message.timestamp.before.max.ms}; {@link Long#MAX_VALUE} for any
 * @param maxAheadMillis how far in the future it may be, {@code message.timestamp.after.max.ms}; {@link Long#MAX_VALUE} for any
 */
public record TopicLimits(long maxBytes, long maxAgeMillis, long maxAheadMillis) {
    /** Records of up to this size, with any timestamp. */
    public static TopicLimits ofSize(long maxBytes) {
        return new TopicLimits(maxBytes, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * Whether records of this time are taken.
     *
     * @param timestamp milliseconds since 1970-01-01 UTC, 0 or later
     * @param now the same, for the present time
     */
    boolean takes(long timestamp, long now) {
        return now - timestamp <= maxAgeMillis && timestamp - now <= maxAheadMillis;
    }

    /** Why records of a time are not taken that {@link #takes} says no to. */
    String refusal(long timestamp, long now) {
        boolean old = now - timestamp > maxAgeMillis;
        String setting = old
                ? TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG
                : TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG;
        return "The event's timestamp, " + Instant.ofEpochMilli(timestamp) + ", is too "
                + (old ? "old" : "far in the future") + " for the output topic (" + setting + "="
                + (old ? maxAgeMillis : maxAheadMillis) + "); raise it there";
    }
}
