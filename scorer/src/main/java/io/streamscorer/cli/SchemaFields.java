package io.streamscorer.cli;

import io.streamscorer.features.Dtype;
import io.streamscorer.features.SchemaWords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The fields of an event's schema that could feed a model, in the schema's order. */
final class SchemaFields {
    private final List<Field> fields = new ArrayList<>();

    /**
     * A field that is no record.
     *
     * @param path its path, with dots
     * @param type its type besides null
     * @param nullable whether it or a record around it may be null
     */
    record Field(String path, Schema type, boolean nullable) {
        /** Whether it can be one element of a tensor. */
        boolean fits(Dtype dtype) {
            return fits(type, dtype);
        }

        /** Whether it is an array whose items can be elements of a tensor. */
        boolean isArrayFor(Dtype dtype) {
            return type.getType() == Schema.Type.ARRAY && fits(withoutNull(type.getElementType()), dtype);
        }

        private static boolean fits(@Nullable Schema type, Dtype dtype) {
            if (type == null) {
                return false;
            }
            return switch (type.getType()) {
                case BOOLEAN -> dtype != Dtype.STRING;
                case INT, LONG -> dtype != Dtype.STRING && dtype != Dtype.BOOLEAN;
                case FLOAT, DOUBLE -> dtype.isFloating();
                case STRING, ENUM -> dtype == Dtype.STRING;
                case BYTES, FIXED -> dtype.isFloating() && type.getLogicalType() instanceof LogicalTypes.Decimal;
                case RECORD, ARRAY, MAP, UNION, NULL -> false;
            };
        }

        /** Whether it rather names the event or says when it was than what happened. */
        boolean looksLikeKeyOrTime() {
            String name = name().toLowerCase(Locale.ROOT);
            return name.equals("id")
                    || name.endsWith("_id")
                    || name().endsWith("Id")
                    || (type.getLogicalType() != null && !(type.getLogicalType() instanceof LogicalTypes.Decimal));
        }

        /** The last name of the path. */
        String name() {
            return path.substring(path.lastIndexOf('.') + 1);
        }

        String describe() {
            return SchemaWords.describe(type) + (nullable ? ", may be null" : "");
        }
    }

    /** @param schema the event's schema; one that is no record has no fields */
    SchemaFields(Schema schema) {
        add(schema, "", false, new HashSet<>());
    }

    List<Field> all() {
        return List.copyOf(fields);
    }

    private void add(Schema record, String outer, boolean nullable, Set<Schema> around) {
        if (record.getType() != Schema.Type.RECORD || !around.add(record)) {
            return;
        }
        for (Schema.Field field : record.getFields()) {
            String path = outer.isEmpty() ? field.name() : outer + "." + field.name();
            Schema type = withoutNull(field.schema());
            boolean mayBeNull = nullable || field.schema().isNullable();
            if (type != null && type.getType() == Schema.Type.RECORD) {
                add(type, path, mayBeNull, around);
            } else if (type != null) {
                fields.add(new Field(path, type, mayBeNull));
            }
        }
        around.remove(record);
    }

    /** The only type besides null; null where there are several, so that none is certain. */
    private static @Nullable Schema withoutNull(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema.getType() == Schema.Type.NULL ? null : schema;
        }
        List<Schema> types = schema.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
        return types.size() == 1 ? types.get(0) : null;
    }
}
