package io.streamscorer.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.streamscorer.registry.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Makes events in Confluent's wire format of JSON objects, by one schema. Not thread-safe. */
final class JsonFrames {
    private static final byte[] PREFIX = WireFormat.prefix(EventFile.SCHEMA_ID);

    private final Schema schema;
    private final ObjectReader parser;
    private final JsonToAvro converter;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);

    JsonFrames(Schema schema) {
        this.schema = schema;
        this.converter = new JsonToAvro(schema);
        // All digits cost time, and only decimals need them.
        this.parser = schema.toString().contains("\"decimal\"") ? Json.exactReader() : Json.reader();
    }

    Schema schema() {
        return schema;
    }

    /**
     * Parses an event's text.
     *
     * @throws JsonMisfit if it is no JSON object
     */
    JsonNode parse(byte[] text) throws JsonMisfit, IOException {
        JsonNode node;
        try {
            node = parser.readTree(text);
        } catch (JsonProcessingException e) {
            throw new JsonMisfit("expected a JSON object, but " + Json.problem(e));
        } catch (CharConversionException e) {
            throw new JsonMisfit("expected JSON in UTF-8: " + e.getMessage());
        }
        if (!node.isObject()) {
            throw new JsonMisfit("expected a JSON object, found " + Json.describe(node));
        }
        return node;
    }

    /**
     * Converts an event.
     *
     * @throws JsonMisfit if it does not fit the schema
     */
    byte[] frame(JsonNode event) throws JsonMisfit, IOException {
        bytes.reset();
        bytes.writeBytes(PREFIX);
        converter.write(event, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
