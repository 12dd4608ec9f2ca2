package io.streamscorer.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.streamscorer.failure.RecordFailure;
import io.streamscorer.registry.WireFormat;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;

/**
 * The events that could not be scored, as lines of JSON: {@code index} in the file from 0, for files of lines the {@code line} from 1, {@code
 * category}, {@code message}, and the {@code event}, which is a text where it is no JSON. Not thread-safe; its owner closes it.
 */
final class DeadLetterFile implements AutoCloseable {
    private final JsonGenerator generator;
    private final Schema schema;
    private final ObjectReader parser = Json.exactReader();

    /** @param schema the schema that the events' bytes are written with */
    DeadLetterFile(OutputStream out, Schema schema) throws IOException {
        this.generator = Json.lines(new BufferedOutputStream(out));
        this.schema = schema;
    }

    void write(FileEvent event, RecordFailure failure) throws IOException {
        generator.writeStartObject();
        generator.writeNumberField("index", event.index());
        if (event.line() != null) {
            generator.writeNumberField("line", event.position());
        }
        generator.writeStringField("category", failure.category().wireName());
        generator.writeStringField("message", failure.message());
        generator.writeFieldName("event");
        if (event.line() != null) {
            writeLine(event.line());
        } else if (event.value() != null) {
            writeValue(event.value());
        } else {
            generator.writeNull();
        }
        generator.writeEndObject();
        generator.writeRaw('\n');
    }

    private void writeLine(byte[] line) throws IOException {
        try {
            JsonNode node = parser.readTree(line);
            generator.writeTree(node);
        } catch (JsonProcessingException | CharConversionException e) {
            generator.writeString(new String(line, StandardCharsets.UTF_8));
        }
    }

    private void writeValue(byte[] value) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator event = Json.lines(text)) {
            AvroToJson.write(
                    schema,
                    DecoderFactory.get()
                            .binaryDecoder(
                                    value, WireFormat.PREFIX_BYTES, value.length - WireFormat.PREFIX_BYTES, null),
                    event);
        }
        generator.writeRawValue(text.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        generator.close();
    }
}
