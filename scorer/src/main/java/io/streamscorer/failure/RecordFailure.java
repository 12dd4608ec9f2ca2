package io.streamscorer.failure;

import java.util.Objects;

/**
 * Why one record got no prediction.
 *
 * @param category the kind of failure
 * @param message one line for a person: what was expected, what is there. It goes to the dead-letter topic beside the event itself and
 *     never to a log, since an engine's words may hold a feature's value
 */
public record RecordFailure(FailureCategory category, String message) {
    public RecordFailure {
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(message, "message");
    }
}
