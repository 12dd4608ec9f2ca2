package io.streamscorer.features;

/** What a feature becomes when the event holds null for it, or for a record around it. */
public sealed interface MissingValue {
    /** The event becomes a dead letter of the category {@code missing-feature}. */
    record Reject() implements MissingValue {}

    /**
     * The tensor's cell takes this value; {@code NaN} is allowed where the tensor is of floating-point numbers.
     *
     * @param value the value, which a tensor of integers or booleans must hold exactly, and one of float32 after rounding
     */
    record Constant(double value) implements MissingValue {}
}
