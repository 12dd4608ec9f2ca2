package io.streamscorer.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamscorer.failure.Lines;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * The JSON of the files: RFC 8259 in UTF-8, and besides it the tokens {@code NaN}, {@code Infinity} and {@code -Infinity}, which Python writes.
 * Thread-safe.
 */
final class Json {
    private static final int MAX_QUOTED = 40;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private Json() {}

    /** A reader of whole texts; duplicate keys and what follows the value are errors. Fractions become doubles. */
    static ObjectReader reader() {
        return MAPPER.readerFor(JsonNode.class);
    }

    /** As {@link #reader()}, with all digits of fractions. */
    static ObjectReader exactReader() {
        return reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    /** A generator of lines: nothing stands between two values but what its caller writes. */
    static JsonGenerator lines(OutputStream out) throws IOException {
        return MAPPER.createGenerator(out).setRootValueSeparator(null);
    }

    /** What is wrong with a text, without the parser's own way of saying where. */
    static String problem(JsonProcessingException e) {
        String message = Lines.of(e.getOriginalMessage());
        return e.getLocation() == null || e.getLocation().getColumnNr() <= 0
                ? message
                : "at column " + e.getLocation().getColumnNr() + ": " + message;
    }

    /** A value as a person reads it in an error. */
    static String describe(JsonNode node) {
        return switch (node.getNodeType()) {
            case MISSING -> "nothing";
            case NULL -> "null";
            case STRING -> "the text \"" + shortened(node.textValue()) + '"';
            case NUMBER -> "the number " + shortened(node.asText());
            case BOOLEAN -> node.asText();
            case ARRAY -> "an array of " + node.size() + (node.size() == 1 ? " item" : " items");
            case OBJECT -> "an object with " + node.size() + (node.size() == 1 ? " key" : " keys");
            case BINARY, POJO -> node.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String shortened(String text) {
        return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
    }
}
