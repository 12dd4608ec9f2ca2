package io.streamscorer.packaging;

import io.streamscorer.features.FieldPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names that Avro allows (Avro specification, "Names"). */
public final class AvroNames {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Pattern PATH = Pattern.compile(NAME + "(\\." + NAME + ")*");

    private AvroNames() {}

    /** A text as a path of field names joined by dots, or null where a field cannot be named so. */
    public static @Nullable FieldPath path(String text) {
        return PATH.matcher(text).matches() ? FieldPath.parse(text) : null;
    }
}
