package io.streamscorer.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Encoding;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.InputTensor;
import io.streamscorer.features.MissingValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The schema of events whose fields are only known from what a model wants of them. Each field is a union of the types that it may have, so that each
 * value takes the type that it shows (a number without a fraction is a {@code long}, another a {@code double}); each may be null, and is null
 * where it is absent.
 *
 * @param writer the schema that events are written with
 * @param reader the same, with a default for the fields whose null is to become the schema's default, which only a real schema knows: the writer's
 *     fields of that kind must be present
 */
record InferredSchema(Schema writer, Schema reader) {
    private static final Set<String> TEXT = Set.of("string");

    /**
     * Finds the schema.
     *
     * @throws SetupException if no type suits all that a field is used for
     */
    static InferredSchema of(FeatureSpec spec) {
        Node root = new Node("");
        for (InputTensor tensor : spec.tensors()) {
            for (Feature feature : tensor.features()) {
                Node node = root.at(feature.field());
                node.allow(
                        types(tensor.dtype(), feature.encoding()), feature.width() > 1 && isList(feature.encoding()));
                node.required |= feature.missing() instanceof MissingValue.SchemaDefault;
            }
        }
        for (FieldPath path : spec.copiedFields()) {
            root.at(path).copied();
        }
        return new InferredSchema(parse(root, false), parse(root, true));
    }

    private static boolean isList(Encoding encoding) {
        return encoding instanceof Encoding.Value;
    }

    private static Set<String> types(Dtype dtype, Encoding encoding) {
        if (encoding instanceof Encoding.Vocabulary) {
            return ordered("long", "string");
        }
        if (encoding instanceof Encoding.Packed) {
            return ordered("bytes");
        }
        if (dtype == Dtype.STRING) {
            return TEXT;
        }
        return dtype.isFloating() ? ordered("boolean", "long", "double") : ordered("boolean", "long");
    }

    private static Set<String> ordered(String... types) {
        return new LinkedHashSet<>(List.of(types));
    }

    private static Schema parse(Node root, boolean withDefaults) {
        int[] records = {0};
        // Fields of JSON may have any name: Avro's rules for names hold for schemas that people write.
        return new Schema.Parser(NameValidator.NO_VALIDATION)
                .parse(root.record(withDefaults, records).toString());
    }

    /** A field, or the event. */
    private static final class Node {
        private final String path;
        private final Map<String, Node> fields = new LinkedHashMap<>();
        private @Nullable Set<String> types;
        private boolean list;
        private boolean required;

        Node(String path) {
            this.path = path;
        }

        Node at(FieldPath target) {
            Node node = this;
            for (String name : target.names()) {
                String outer = node.path;
                node = node.fields.computeIfAbsent(name, n -> new Node(outer.isEmpty() ? n : outer + "." + n));
            }
            return node;
        }

        void allow(Set<String> allowed, boolean isList) {
            if (types == null) {
                types = new LinkedHashSet<>(allowed);
                list = isList;
            } else {
                types.retainAll(allowed);
                if (types.isEmpty() || list != isList) {
                    throw unclear("is used in ways that no one type serves");
                }
            }
        }

        void copied() {
            if (types == null) {
                types = ordered("boolean", "long", "double", "string");
            }
        }

        private SetupException unclear(String what) {
            return new SetupException("Field '" + path + "' " + what + ". Name the events' schema with --schema");
        }

        ObjectNode record(boolean withDefaults, int[] records) {
            ObjectNode record = JsonNodeFactory.instance.objectNode();
            record.put("type", "record").put("name", records[0] == 0 ? "Event" : "Event" + records[0]);
            records[0]++;
            ArrayNode list = record.putArray("fields");
            for (Map.Entry<String, Node> entry : fields.entrySet()) {
                Node node = entry.getValue();
                ObjectNode field = list.addObject().put("name", entry.getKey());
                ArrayNode union = field.putArray("type");
                if (!node.required) {
                    union.add("null");
                    field.putNull("default");
                }
                node.addTypes(union, withDefaults, records);
                if (node.required && withDefaults) {
                    node.putDefault(field, union.get(0).asText());
                }
            }
            return record;
        }

        private void addTypes(ArrayNode union, boolean withDefaults, int[] records) {
            Set<String> own = types;
            if (own == null) {
                union.add(record(withDefaults, records));
                return;
            }
            if (!fields.isEmpty()) {
                throw unclear("is used itself and for a field within it");
            }
            if (list) {
                // One type for all items. A number of any kind is a double; what is too large for one to hold exactly
                // would be so for the tensor too.
                String item = own.contains("double")
                        ? "double"
                        : own.contains("long") ? "long" : own.iterator().next();
                union.addObject().put("type", "array").put("items", item);
            } else {
                own.forEach(union::add);
            }
        }

        private void putDefault(ObjectNode field, String first) {
            switch (first) {
                case "boolean" -> field.put("default", false);
                case "long" -> field.put("default", 0);
                case "string", "bytes" -> field.put("default", "");
                default -> field.putArray("default");
            }
        }
    }
}
