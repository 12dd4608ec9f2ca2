package io.streamscorer.cli;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.Suggestion;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a category of dead letters by its wire name. */
final class CategoryOption implements ITypeConverter<FailureCategory> {
    @Override
    public FailureCategory convert(String value) {
        for (FailureCategory category : FailureCategory.values()) {
            if (category.wireName().equals(value.strip())) {
                return category;
            }
        }
        throw new TypeConversionException(
                "'" + value + "' is no category of dead letters. " + Suggestion.of(value, names()));
    }

    private static List<String> names() {
        return Arrays.stream(FailureCategory.values())
                .map(FailureCategory::wireName)
                .toList();
    }

    /** The wire names, for the help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }
}
