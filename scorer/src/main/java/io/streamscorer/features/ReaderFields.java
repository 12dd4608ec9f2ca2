package io.streamscorer.features;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** The fields of the reader schema that a path can mean: several if there are unions of records on the way. */
final class ReaderFields {
    private static final GenericData DATA = new GenericData();

    private ReaderFields() {}

    /** The fields, or none if the path ends with a key of a map or leads nowhere. */
    static List<Schema.Field> at(Schema reader, FieldPath path) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema type : before(reader, path, path.names().size() - 1)) {
            if (type.getType() == Schema.Type.RECORD && type.getField(last(path)) != null) {
                fields.add(type.getField(last(path)));
            }
        }
        return fields;
    }

    /** Whether one of the path's names is the key of a map. */
    static boolean leadsThroughMap(Schema reader, FieldPath path) {
        return IntStream.range(0, path.names().size())
                .anyMatch(depth -> hasType(before(reader, path, depth), Schema.Type.MAP));
    }

    /** Whether the path leads to an array. */
    static boolean isArray(Schema reader, FieldPath path) {
        return hasType(before(reader, path, path.names().size()), Schema.Type.ARRAY);
    }

    private static boolean hasType(List<Schema> types, Schema.Type wanted) {
        return types.stream().anyMatch(type -> type.getType() == wanted);
    }

    private static String last(FieldPath path) {
        return path.names().get(path.names().size() - 1);
    }

    /** The types besides null that the path's first names lead to. */
    private static List<Schema> before(Schema reader, FieldPath path, int depth) {
        List<Schema> types = List.of(reader);
        for (String name : path.names().subList(0, depth)) {
            List<Schema> inner = new ArrayList<>();
            for (Schema type : types) {
                if (type.getType() == Schema.Type.MAP) {
                    inner.addAll(withoutNull(type.getValueType()));
                } else if (type.getType() == Schema.Type.RECORD && type.getField(name) != null) {
                    inner.addAll(withoutNull(type.getField(name).schema()));
                }
            }
            types = inner;
        }
        return types;
    }

    /** The branches of a union that are not null, or the type itself; null alone if there is nothing else. */
    static List<Schema> withoutNull(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return List.of(schema);
        }
        List<Schema> branches = schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        return branches.isEmpty() ? schema.getTypes() : branches;
    }

    /** The branch that a value of the type has, if that is a union, or the type itself. */
    static Schema branch(Schema type, @Nullable Object value) {
        return type.getType() == Schema.Type.UNION ? type.getTypes().get(DATA.resolveUnion(type, value)) : type;
    }
}
