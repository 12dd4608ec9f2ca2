package io.streamscorer.features;

/**
 * What a feature becomes when the event holds null for it or for a record around it, or when a map lacks its key; and what
 * an item becomes that is null in an array. A value stands in the field's place: it goes through the feature's encoding and scaling as the
 * field's own value would.
 */
public sealed interface MissingValue {
    /** The event becomes a dead letter of the category {@code missing-feature}. */
    record Reject() implements MissingValue {}

    /**
     * A number, for each element of the feature. With a vocabulary it is the category's number already.
     *
     * @param value the value, which after scaling a tensor of integers or booleans must hold exactly, and one of a floating-point type after
     *     rounding; {@code NaN} is allowed there
     */
    record Constant(double value) implements MissingValue {}

    /**
     * A text, for a tensor of strings or, as a category, for a vocabulary.
     *
     * @param value the text
     */
    record Text(String value) implements MissingValue {}

    /**
     * The default that the reader schema gives the field, which must not be null; for an item of an array that is null, the default's item at
     * the same place. The keys of maps have none.
     */
    record SchemaDefault() implements MissingValue {}
}
