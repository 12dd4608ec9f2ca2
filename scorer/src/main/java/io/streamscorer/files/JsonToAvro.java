package io.streamscorer.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamscorer.failure.Suggestion;
import io.streamscorer.features.SchemaWords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain JSON in Avro's binary form, by a schema. Keys are field names; a key that is absent is the field's default, or else null where the
 * field may be null; keys that the schema does not have are left out. What a single value may be says {@link JsonScalars}; which branch of a
 * union it takes, {@link JsonUnions}. Not thread-safe.
 */
final class JsonToAvro {
    private final Schema schema;
    private final IdentityHashMap<Schema.Field, byte[]> defaults = new IdentityHashMap<>();
    private final Deque<String> path = new ArrayDeque<>();

    JsonToAvro(Schema schema) {
        this.schema = schema;
    }

    /**
     * Writes one value of the schema.
     *
     * @throws JsonMisfit if it is none; part of it may have been written
     */
    void write(JsonNode node, BinaryEncoder out) throws JsonMisfit, IOException {
        path.clear();
        write(node, schema, out);
    }

    private void write(JsonNode node, Schema type, BinaryEncoder out) throws JsonMisfit, IOException {
        switch (type.getType()) {
            case RECORD -> record(node, type, out);
            case UNION -> union(node, type, out);
            case ARRAY -> array(node, type, out);
            case MAP -> map(node, type, out);
            case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, ENUM, BYTES, FIXED -> {
                String problem = JsonScalars.write(node, type, out);
                if (problem != null) {
                    throw misfit(problem);
                }
            }
        }
    }

    private void record(JsonNode node, Schema type, BinaryEncoder out) throws JsonMisfit, IOException {
        if (!node.isObject()) {
            throw misfit("expected an object for " + SchemaWords.describe(type) + ", found " + Json.describe(node));
        }
        for (Schema.Field field : type.getFields()) {
            JsonNode value = node.get(field.name());
            path.addLast(field.name());
            if (value != null) {
                write(value, field.schema(), out);
            } else {
                absent(node, field, out);
            }
            path.removeLast();
        }
    }

    private void absent(JsonNode record, Schema.Field field, BinaryEncoder out) throws JsonMisfit, IOException {
        if (field.hasDefaultValue()) {
            byte[] bytes = defaults.get(field);
            if (bytes == null) {
                bytes = encoded(field.schema(), GenericData.get().getDefaultValue(field));
                defaults.put(field, bytes);
            }
            out.writeFixed(bytes);
            return;
        }
        int empty = JsonUnions.nullBranch(field.schema());
        if (empty < 0) {
            String near = nearest(field.name(), record::fieldNames);
            throw misfit("expected " + SchemaWords.describe(field.schema()) + ", but the key is absent"
                    + (near == null ? "" : ". Is '" + near + "' meant?"));
        }
        if (field.schema().getType() == Schema.Type.UNION) {
            out.writeIndex(empty);
        }
        out.writeNull();
    }

    private static @Nullable String nearest(String name, Iterable<String> keys) {
        for (String key : keys) {
            if (Suggestion.of(name, List.of(key)).startsWith("Did")) {
                return key;
            }
        }
        return null;
    }

    private static byte[] encoded(Schema type, @Nullable Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Encoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<@Nullable Object>(type).write(value, encoder);
        return bytes.toByteArray();
    }

    private void union(JsonNode node, Schema type, BinaryEncoder out) throws JsonMisfit, IOException {
        JsonUnions.Choice choice = JsonUnions.choose(node, type);
        if (choice == null) {
            throw misfit("expected " + SchemaWords.describe(type) + ", found " + Json.describe(node));
        }
        out.writeIndex(choice.branch());
        write(choice.value(), type.getTypes().get(choice.branch()), out);
    }

    private void array(JsonNode node, Schema type, BinaryEncoder out) throws JsonMisfit, IOException {
        if (!node.isArray()) {
            throw misfit("expected " + SchemaWords.describe(type) + ", found " + Json.describe(node));
        }
        out.writeArrayStart();
        out.setItemCount(node.size());
        for (int i = 0; i < node.size(); i++) {
            out.startItem();
            path.addLast("[" + i + "]");
            write(node.get(i), type.getElementType(), out);
            path.removeLast();
        }
        out.writeArrayEnd();
    }

    private void map(JsonNode node, Schema type, BinaryEncoder out) throws JsonMisfit, IOException {
        if (!node.isObject()) {
            throw misfit("expected an object for " + SchemaWords.describe(type) + ", found " + Json.describe(node));
        }
        out.writeMapStart();
        out.setItemCount(node.size());
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            out.startItem();
            out.writeString(entry.getKey());
            path.addLast(entry.getKey());
            write(entry.getValue(), type.getValueType(), out);
            path.removeLast();
        }
        out.writeMapEnd();
    }

    private JsonMisfit misfit(String problem) {
        String place = String.join(".", path).replace(".[", "[");
        return new JsonMisfit(place.isEmpty() ? problem : "field '" + place + "': " + problem);
    }
}
