package io.streamscorer.features;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a field's value becomes the elements of a tensor. */
public sealed interface Encoding {
    /**
     * The value itself: a number, a boolean as 0 or 1, an array of them, or, for a tensor of strings, a string or an enum's symbol. A
     * decimal is the number that it stands for; a date, a time or a timestamp is the count that Avro stores, in the unit of its logical type
     * since midnight or since 1970-01-01 UTC.
     */
    record Value() implements Encoding {}

    /**
     * The number that a vocabulary gives a category: a string, an enum's symbol, or an integer by its decimal digits.
     *
     * @param numbers the number of each category
     * @param unknown the number of every other category, or null to reject events that hold one
     */
    record Vocabulary(Map<String, Double> numbers, @Nullable Double unknown) implements Encoding {
        public Vocabulary {
            numbers = Map.copyOf(numbers);
        }
    }

    /**
     * The elements that lie in a {@code bytes} or {@code fixed} value one after the other, little-endian.
     *
     * @param elements their type, not {@link Dtype#STRING}
     */
    record Packed(Dtype elements) implements Encoding {}
}
