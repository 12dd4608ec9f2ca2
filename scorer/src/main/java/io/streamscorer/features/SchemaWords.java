package io.streamscorer.features;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Schema;

/** Avro schemas as a person reads them in an error. */
public final class SchemaWords {
    private SchemaWords() {}

    /** The type in short: {@code double}, {@code record Card}, {@code [null, long (timestamp-millis)]}. */
    public static String describe(Schema schema) {
        String type = switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> schema.getType().name().toLowerCase(Locale.ROOT) + " " + schema.getFullName();
            case ARRAY -> "array of " + describe(schema.getElementType());
            case MAP -> "map of " + describe(schema.getValueType());
            case UNION ->
                schema.getTypes().stream().map(SchemaWords::describe).collect(Collectors.joining(", ", "[", "]"));
            case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BYTES -> schema.getName();
        };
        return schema.getLogicalType() == null ? type : type + " (" + logical(schema.getLogicalType()) + ")";
    }

    private static String logical(LogicalType type) {
        return type instanceof LogicalTypes.Decimal decimal
                ? "decimal of " + decimal.getPrecision() + " digits, " + decimal.getScale() + " after the point"
                : type.getName();
    }

    /** That what the event's schema has at a place cannot become what the reader schema has there. */
    static String mismatch(String where, Action action) {
        return "field '" + where + "': the event's schema has " + describe(action.writer)
                + ", which cannot be read as the reader schema's " + describe(action.reader);
    }
}
