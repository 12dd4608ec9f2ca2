package io.streamscorer.features;

import io.streamscorer.failure.EditDistance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;

/** The check that a feature spec and the events' reader schema fit together, made before any event is read. */
public final class FeatureMapping {
    private final Schema reader;
    private final List<String> problems = new ArrayList<>();

    private FeatureMapping(Schema reader) {
        this.reader = reader;
    }

    /**
     * Finds everything in the spec that the schema cannot fulfil. Thread-safe.
     *
     * @param reader the schema that the events are read with
     * @param spec what is to be read
     * @return the problems, one line each, in the spec's order; empty when they fit
     */
    public static List<String> check(Schema reader, FeatureSpec spec) {
        if (reader.getType() != Schema.Type.RECORD) {
            return List.of("The reader schema is " + SchemaWords.describe(reader)
                    + ", but features are fields of a record: set input.schema to a record schema");
        }
        FeatureMapping mapping = new FeatureMapping(reader);
        spec.tensors().forEach(mapping::checkTensor);
        mapping.checkWidths(spec.tensors());
        mapping.checkCopiedFields(spec.copiedFields());
        return List.copyOf(mapping.problems);
    }

    private void checkTensor(InputTensor tensor) {
        for (Feature feature : tensor.features()) {
            FeatureCheck check = new FeatureCheck(reader, tensor, feature, problems);
            check.checkAlone();
            if (eachType(feature.field(), check.use(), check::checkType)) {
                check.checkSchemaDefault();
            }
        }
    }

    /** One array cannot have two numbers of items. */
    private void checkWidths(List<InputTensor> tensors) {
        Map<FieldPath, Integer> widths = new HashMap<>();
        for (InputTensor tensor : tensors) {
            for (Feature feature : tensor.features()) {
                int width = feature.width();
                int other = widths.merge(feature.field(), width, (first, second) -> first);
                if (other != width && ReaderFields.isArray(reader, feature.field())) {
                    problems.add("Field '" + feature.field() + "' is an array, but is to have " + width
                            + " items for input '" + tensor.name() + "' and " + other
                            + " elsewhere: give it one width");
                }
            }
        }
    }

    private void checkCopiedFields(List<FieldPath> paths) {
        Set<FieldPath> seen = new HashSet<>();
        for (FieldPath path : paths) {
            if (!seen.add(path)) {
                problems.add("Field '" + path + "' is listed twice among the copied fields: list it once");
                continue;
            }
            if (ReaderFields.leadsThroughMap(reader, path)) {
                problems.add(
                        "Field '" + path + "' is the value of a map's key, which cannot be copied: only fields can");
                continue;
            }
            eachType(path, "the prediction", type -> {
                switch (type.getType()) {
                    case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BYTES, ENUM, FIXED, NULL -> {}
                    case RECORD, ARRAY, MAP, UNION ->
                        problems.add("Field '" + path + "' is " + SchemaWords.describe(type)
                                + ", which cannot be copied: only numbers, booleans, strings, enums, bytes and fixed can"
                                + (type.getType() == Schema.Type.RECORD ? "; name a field within it" : ""));
                }
            });
        }
    }

    /** Visits each type that the field can have besides null, or reports why there is none; tells whether there is one. */
    private boolean eachType(FieldPath path, String use, Consumer<Schema> visitor) {
        List<Schema> types = List.of(reader);
        String outer = "";
        for (String name : path.names()) {
            List<Schema> inner = new ArrayList<>();
            for (Schema type : types) {
                if (type.getType() == Schema.Type.MAP) {
                    inner.addAll(ReaderFields.withoutNull(type.getValueType()));
                    continue;
                }
                if (type.getType() != Schema.Type.RECORD) {
                    problems.add("Field '" + path + "' for " + use + ": '" + outer + "' is "
                            + SchemaWords.describe(type) + ", which has no fields to name");
                    return false;
                }
                Schema.Field field = type.getField(name);
                if (field == null) {
                    problems.add("Field '" + path + "' for " + use + ": there is no field '" + name + "' in "
                            + SchemaWords.describe(type) + suggestion(name, type));
                    return false;
                }
                inner.addAll(ReaderFields.withoutNull(field.schema()));
            }
            types = inner;
            outer = FieldPath.join(outer, name);
        }
        types.stream().distinct().forEach(visitor);
        return true;
    }

    private static String suggestion(String name, Schema type) {
        for (Schema.Field field : type.getFields()) {
            if (field.aliases().contains(name)) {
                return "; '" + name + "' is an alias of '" + field.name() + "': name that";
            }
        }
        Optional<String> nearest = type.getFields().stream()
                .map(Schema.Field::name)
                .filter(candidate -> EditDistance.ignoringCase(name, candidate) <= Math.max(1, name.length() / 3))
                .min((a, b) -> Integer.compare(EditDistance.ignoringCase(name, a), EditDistance.ignoringCase(name, b)));
        return nearest.map(candidate -> "; did you mean '" + candidate + "'?")
                .orElseGet(() -> ", which has " + fieldNames(type));
    }

    private static String fieldNames(Schema type) {
        int most = 20;
        List<String> names = type.getFields().stream().map(Schema.Field::name).toList();
        return names.size() <= most
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, most)) + " and " + (names.size() - most) + " more";
    }
}
