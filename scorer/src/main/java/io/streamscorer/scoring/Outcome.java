package io.streamscorer.scoring;

import io.streamscorer.failure.RecordFailure;

/** What became of one event. */
public sealed interface Outcome {
    /**
     * The event was scored.
     *
     * @param prediction the Prediction in Confluent's wire format. Not copied; not to be changed
     * @param schemaId the event's schema id
     */
    record Scored(byte[] prediction, int schemaId) implements Outcome {}

    /**
     * The event could not be scored and belongs on the dead-letter topic.
     *
     * @param failure why
     * @param schemaId the event's schema id, or -1 when it could not be read
     */
    record Failed(RecordFailure failure, int schemaId) implements Outcome {}
}
