package io.streamscorer.features;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;

/** How a value is missing from an event. */
enum Absence {
    NULL("is null"),
    NULL_ITEM("has an item that is null"),
    NO_KEY("is missing, since its map lacks the key");

    private final String words;

    Absence(String words) {
        this.words = words;
    }

    /** The failure of a feature that must not be missing. */
    RecordException failure(FieldPath field) {
        return new RecordException(
                FailureCategory.MISSING_FEATURE,
                "field '" + field + "' " + words + ", and the model package says to reject such an event");
    }
}
