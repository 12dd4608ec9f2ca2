package io.streamscorer.files;

import com.fasterxml.jackson.databind.JsonNode;
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
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * Finds the schema.
     *
     * @throws SetupException if no type suits all that a field is used for
     */
    static InferredSchema of(FeatureSpec spec) {
        Node root = new Node("");
        for (InputTensor tensor : spec.tensors()) {
            for (Feature feature : tensor.features()) {
                root.at(feature.field()).use(tensor.dtype(), feature);
            }
        }
        for (FieldPath path : spec.copiedFields()) {
            root.at(path).copied();
        }
        return new InferredSchema(parse(root, false), parse(root, true));
    }

    private static Set<String> types(Dtype dtype, Encoding encoding) {
        if (encoding instanceof Encoding.Vocabulary) {
            return ordered("string", "long", "boolean");
        }
        if (encoding instanceof Encoding.Packed) {
            return ordered("bytes");
        }
        if (dtype == Dtype.STRING) {
            return ordered("string");
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
        private @Nullable JsonNode standIn;

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

        void use(Dtype dtype, Feature feature) {
            Set<String> allowed = types(dtype, feature.encoding());
            boolean isList = feature.width() > 1 && !(feature.encoding() instanceof Encoding.Packed);
            if (types == null) {
                types = allowed;
                list = isList;
            } else {
                types.retainAll(allowed);
                if (types.isEmpty() || list != isList) {
                    throw unclear("is used in ways that no one type serves");
                }
            }
            if (feature.missing() instanceof MissingValue.SchemaDefault) {
                standIn = standIn(dtype, feature, isList);
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
            ObjectNode record = JSON.objectNode();
            record.put("type", "record").put("name", records[0] == 0 ? "Event" : "Event" + records[0]);
            records[0]++;
            ArrayNode list = record.putArray("fields");
            for (Map.Entry<String, Node> entry : fields.entrySet()) {
                Node node = entry.getValue();
                ObjectNode field = list.addObject().put("name", entry.getKey());
                ArrayNode union = field.putArray("type");
                if (node.standIn == null) {
                    union.add("null");
                    field.putNull("default");
                } else if (withDefaults) {
                    field.set("default", node.standIn);
                }
                node.addTypes(union, withDefaults, records);
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
                ArrayNode items = union.addObject().put("type", "array").putArray("items");
                own.forEach(items::add);
                items.add("null");
            } else {
                own.forEach(union::add);
            }
        }

        /** A default of the union's first type that the feature takes; no event uses it. */
        private static JsonNode standIn(Dtype dtype, Feature feature, boolean isList) {
            JsonNode item;
            if (feature.encoding() instanceof Encoding.Vocabulary vocabulary) {
                item = JSON.textNode(vocabulary.numbers().keySet().iterator().next());
            } else if (feature.encoding() instanceof Encoding.Packed packed) {
                item = JSON.textNode(
                        "\u0000".repeat(feature.width() * packed.elements().bytes()));
            } else {
                item = dtype == Dtype.STRING ? JSON.textNode("") : JSON.booleanNode(false);
            }
            if (!isList) {
                return item;
            }
            ArrayNode items = JSON.arrayNode();
            for (int i = 0; i < feature.width(); i++) {
                items.add(item);
            }
            return items;
        }
    }
}
