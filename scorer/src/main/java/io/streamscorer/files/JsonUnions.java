package io.streamscorer.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which branch of a union a plain JSON value takes: of those that it fits, integers take {@code int} before {@code long} before {@code double},
 * other numbers {@code double} before {@code float}, texts {@code string} or enums before others, objects records before maps; where these are
 * equal, the first. Avro's own JSON, in which an object with one key names the branch, is understood where the value fits no branch as it
 * stands. Stateless.
 */
final class JsonUnions {
    private JsonUnions() {}

    /**
     * A branch and what goes into it.
     *
     * @param branch the branch's index
     * @param value the value, without the name of the branch
     */
    record Choice(int branch, JsonNode value) {}

    /** The index of the branch that is null, 0 for a schema that is null itself, or -1. */
    static int nullBranch(Schema schema) {
        if (schema.getType() == Schema.Type.NULL) {
            return 0;
        }
        Integer index = schema.getType() == Schema.Type.UNION ? schema.getIndexNamed("null") : null;
        return index == null ? -1 : index;
    }

    /**
     * The branch, or null where the value fits none. Where it looks like the only branch that is not null, that one is taken, for the sake of a
     * better error.
     */
    static @Nullable Choice choose(JsonNode node, Schema union) {
        Choice fitting = fitting(node, union);
        if (fitting != null) {
            return fitting;
        }
        List<Schema> branches = union.getTypes();
        List<Schema> others = branches.stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        boolean near = others.size() == 1
                && switch (others.get(0).getType()) {
                    case RECORD, MAP -> node.isObject();
                    case ARRAY -> node.isArray();
                    case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, ENUM, BYTES, FIXED, UNION -> false;
                };
        return near ? new Choice(branches.indexOf(others.get(0)), node) : null;
    }

    private static @Nullable Choice fitting(JsonNode node, Schema union) {
        List<Schema> branches = union.getTypes();
        int best = -1;
        int bestRank = Integer.MAX_VALUE;
        for (int i = 0; i < branches.size(); i++) {
            int rank = rank(node, branches.get(i).getType());
            if (rank < bestRank && fits(node, branches.get(i))) {
                best = i;
                bestRank = rank;
            }
        }
        if (best >= 0) {
            return new Choice(best, node);
        }
        if (node.isObject() && node.size() == 1) {
            String name = node.fieldNames().next();
            for (int i = 0; i < branches.size(); i++) {
                if (branches.get(i).getFullName().equals(name) && fits(node.get(name), branches.get(i))) {
                    return new Choice(i, node.get(name));
                }
            }
        }
        return null;
    }

    private static int rank(JsonNode node, Schema.Type type) {
        boolean whole = node.isIntegralNumber();
        return switch (type) {
            case NULL, BOOLEAN, STRING, ENUM, RECORD, ARRAY -> 0;
            case INT -> whole ? 0 : 4;
            case LONG -> whole ? 1 : 5;
            case DOUBLE -> 2;
            case FLOAT -> 3;
            case BYTES, FIXED, MAP, UNION -> 1;
        };
    }

    private static boolean fits(JsonNode node, Schema type) {
        return switch (type.getType()) {
            case RECORD -> node.isObject() && fitsRecord(node, type);
            case MAP -> node.isObject() && all(node, type.getValueType());
            case ARRAY -> node.isArray() && all(node, type.getElementType());
            case UNION -> fitting(node, type) != null;
            case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, ENUM, BYTES, FIXED -> JsonScalars.fits(node, type);
        };
    }

    private static boolean all(JsonNode container, Schema type) {
        for (JsonNode value : container) {
            if (!fits(value, type)) {
                return false;
            }
        }
        return true;
    }

    private static boolean fitsRecord(JsonNode node, Schema type) {
        for (Schema.Field field : type.getFields()) {
            JsonNode value = node.get(field.name());
            boolean fits = value == null
                    ? field.hasDefaultValue() || nullBranch(field.schema()) >= 0
                    : fits(value, field.schema());
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
