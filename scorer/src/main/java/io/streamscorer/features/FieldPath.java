package io.streamscorer.features;

import java.util.List;

/**
 * Where a value stands in an event: field names from the outside in, written with dots, for example {@code card.issuer.country}.
 *
 * @param names the field names, at least one, as the reader schema spells them
 */
public record FieldPath(List<String> names) {
    public FieldPath {
        names = List.copyOf(names);
        if (names.isEmpty() || names.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException(
                    "A field path needs names joined by single dots, not '" + String.join(".", names) + "'");
        }
    }

    /**
     * Reads the form with dots.
     *
     * @throws IllegalArgumentException if a name is empty
     */
    public static FieldPath parse(String text) {
        return new FieldPath(List.of(text.split("\\.", -1)));
    }

    @Override
    public String toString() {
        return String.join(".", names);
    }
}
