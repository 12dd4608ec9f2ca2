package io.streamscorer.failure;

/**
 * Why a record got no prediction. One list for dead letters and meters alike; the {@linkplain #wireName() wire names} are part of
 * the product's contract and do not change.
 */
public enum FailureCategory {
    /** The record's value is null (a tombstone) or has no bytes. */
    EMPTY_VALUE("empty-value"),
    /** The value is not in Confluent's wire format: too short, or its first byte is not 0. */
    BAD_FRAMING("bad-framing"),
    /** The schema id stands in the headers in a form that is not read, such as a GUID. */
    UNSUPPORTED_FRAMING("unsupported-framing"),
    /** The schema registry does not know the schema id. */
    UNKNOWN_SCHEMA("unknown-schema"),
    /** The event's schema cannot be resolved against the reader schema, or lacks a mapped field. */
    SCHEMA_MISMATCH("schema-mismatch"),
    /** The bytes are not what the event's schema says: truncated, too long, a length or index out of range. */
    MALFORMED_AVRO("malformed-avro"),
    /** A line of a file is no JSON object, or not what the schema says. Topics never give it. */
    MALFORMED_JSON("malformed-json"),
    /** A feature is null and the model package says to reject such an event. */
    MISSING_FEATURE("missing-feature"),
    /** A feature's value cannot be fed to the model: out of the tensor's range, not in a vocabulary. */
    INVALID_FEATURE("invalid-feature"),
    /** The model fails on this event, while it scores others. */
    MODEL_REJECTED("model-rejected"),
    /** The prediction is larger than the output topic takes. */
    PREDICTION_TOO_LARGE("prediction-too-large"),
    /** The event's timestamp is older, or further in the future, than the output topic takes. */
    TIMESTAMP_REFUSED("timestamp-refused");

    private final String wireName;

    FailureCategory(String wireName) {
        this.wireName = wireName;
    }

    /** The name in dead-letter headers and meter tags: lower case, words joined by hyphens. */
    public String wireName() {
        return wireName;
    }
}
