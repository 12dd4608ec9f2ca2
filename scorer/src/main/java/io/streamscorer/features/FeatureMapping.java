package io.streamscorer.features;

import io.streamscorer.failure.EditDistance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
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
        mapping.checkCopiedFields(spec.copiedFields());
        return List.copyOf(mapping.problems);
    }

    private void checkTensor(InputTensor tensor) {
        if (tensor.dtype() == Dtype.STRING) {
            problems.add("Input '" + tensor.name() + "' is a tensor of strings, which is not supported:"
                    + " the model must take numbers or booleans");
            return;
        }
        for (Feature feature : tensor.features()) {
            String use = "input '" + tensor.name() + "' (" + tensor.dtype().wireName() + ")";
            eachType(feature.field(), use, (path, type) -> checkNumber(path, type, tensor.dtype(), use));
            if (feature.missing() instanceof MissingValue.Constant constant
                    && !Cell.holds(tensor.dtype(), constant.value())) {
                problems.add("Field '" + feature.field() + "': " + constant.value() + " stands for null, but " + use
                        + " cannot hold it: choose a value in its range"
                        + (tensor.dtype().isFloating() ? "" : " without a fraction, not NaN"));
            }
        }
    }

    private void checkNumber(FieldPath path, Schema type, Dtype dtype, String use) {
        switch (type.getType()) {
            case BOOLEAN, INT, LONG -> {}
            case FLOAT, DOUBLE -> {
                if (!dtype.isFloating()) {
                    problems.add("Field '" + path + "' is " + SchemaWords.describe(type) + ", but " + use
                            + " would lose its fraction: feed it to a float32 or float64 input");
                }
            }
            case STRING, ENUM ->
                problems.add("Field '" + path + "' is " + SchemaWords.describe(type) + ", but " + use
                        + " needs a number or boolean: encode the text as numbers before the topic");
            case BYTES, FIXED, RECORD, ARRAY, MAP, NULL, UNION ->
                problems.add("Field '" + path + "' is "
                        + SchemaWords.describe(type) + ", but " + use + " needs a number or boolean"
                        + (type.getType() == Schema.Type.RECORD ? ": name a field within it" : ""));
        }
    }

    private void checkCopiedFields(List<FieldPath> paths) {
        Set<FieldPath> seen = new HashSet<>();
        for (FieldPath path : paths) {
            if (!seen.add(path)) {
                problems.add("Field '" + path + "' is listed twice among the copied fields: list it once");
                continue;
            }
            eachType(path, "the prediction", (at, type) -> {
                switch (type.getType()) {
                    case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BYTES, ENUM, FIXED, NULL -> {}
                    case RECORD, ARRAY, MAP, UNION ->
                        problems.add("Field '" + at + "' is " + SchemaWords.describe(type)
                                + ", which cannot be copied: only numbers, booleans, strings, enums, bytes and fixed can"
                                + (type.getType() == Schema.Type.RECORD ? "; name a field within it" : ""));
                }
            });
        }
    }

    /** Visits each type that the field can have besides null, or reports why there is none. */
    private void eachType(FieldPath path, String use, BiConsumer<FieldPath, Schema> visitor) {
        List<Schema> types = List.of(reader);
        for (int depth = 0; depth < path.names().size(); depth++) {
            String name = path.names().get(depth);
            String outer = String.join(".", path.names().subList(0, depth));
            List<Schema> inner = new ArrayList<>();
            for (Schema type : types) {
                if (type.getType() != Schema.Type.RECORD) {
                    problems.add("Field '" + path + "' for " + use + ": '" + outer + "' is "
                            + SchemaWords.describe(type) + ", which has no fields to name");
                    return;
                }
                Schema.Field field = type.getField(name);
                if (field == null) {
                    problems.add("Field '" + path + "' for " + use + ": there is no field '" + name + "' in "
                            + SchemaWords.describe(type) + suggestion(name, type));
                    return;
                }
                inner.addAll(withoutNull(field.schema()));
            }
            types = inner;
        }
        types.stream().distinct().forEach(type -> visitor.accept(path, type));
    }

    private static List<Schema> withoutNull(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return List.of(schema);
        }
        List<Schema> branches = schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        return branches.isEmpty() ? schema.getTypes() : branches;
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
