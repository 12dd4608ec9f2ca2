package io.streamscorer.replay;

import io.streamscorer.failure.FailureCategory;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are to be put back.
 *
 * @param categories the kinds of failure; empty for all
 * @param since the oldest event's timestamp; null for none
 * @param until what events' timestamps are before; null for none
 * @param limit how many at most; {@link Long#MAX_VALUE} for all
 */
public record Selection(
        Set<FailureCategory> categories,
        @Nullable Instant since,
        @Nullable Instant until,
        long limit) {
    public Selection {
        categories = Set.copyOf(categories);
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
    }

    /** Whether it takes every kind of failure, so that records which say none are missed. */
    boolean takesAllCategories() {
        return categories.isEmpty();
    }

    boolean takes(BuriedEvent event) {
        return (categories.isEmpty() || categories.contains(event.series().category()))
                && (since == null || event.timestamp() >= since.toEpochMilli())
                && (until == null || event.timestamp() < until.toEpochMilli());
    }
}
