package io.streamscorer.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.scoring.Outcome;
import io.streamscorer.scoring.RawEvent;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers that a dead letter has beside the event's own: UTF-8 text, numbers in decimal. An event that was a dead letter before loses
 * the old ones. Thread-safe.
 */
public final class DeadLetterHeaders {
    /** The failure's category, by its wire name. */
    public static final String CATEGORY = "scorer.failure.category";
    /** One line for a person. */
    public static final String MESSAGE = "scorer.failure.message";
    /** The event's topic. */
    public static final String TOPIC = "scorer.source.topic";
    /** The event's partition. */
    public static final String PARTITION = "scorer.source.partition";
    /** The event's offset. */
    public static final String OFFSET = "scorer.source.offset";
    /** The event's timestamp in milliseconds since 1970-01-01 UTC, as it was, also when negative. */
    public static final String TIMESTAMP = "scorer.source.timestamp";
    /** The id of the event's schema; absent when it could not be read. */
    public static final String SCHEMA_ID = "scorer.source.schema.id";
    /** The model's name and version, joined by a colon. */
    public static final String MODEL = "scorer.model";
    /** The size in bytes of a value that was left out because the dead-letter topic does not take it; absent otherwise. */
    public static final String OMITTED_VALUE_BYTES = "scorer.value.omitted.bytes";

    /** How many of the event's own headers were left out because the dead-letter topic does not take them; absent otherwise. */
    public static final String OMITTED_HEADERS = "scorer.headers.omitted";
    /** The size in bytes of a key that was left out because the dead-letter topic does not take it; absent otherwise. */
    public static final String OMITTED_KEY_BYTES = "scorer.key.omitted.bytes";

    private static final int MAX_MESSAGE_CHARACTERS = 1_000;
    private static final List<String> ALL = List.of(
            CATEGORY,
            MESSAGE,
            TOPIC,
            PARTITION,
            OFFSET,
            TIMESTAMP,
            SCHEMA_ID,
            MODEL,
            OMITTED_VALUE_BYTES,
            OMITTED_HEADERS,
            OMITTED_KEY_BYTES);

    private final byte[] model;

    DeadLetterHeaders(String modelName, String modelVersion) {
        this.model = (modelName + ":" + modelVersion).getBytes(UTF_8);
    }

    /** The event's own headers, in their order: those that are not a dead letter's. The same object when there are no others. */
    public static Headers without(Headers headers) {
        for (Header header : headers) {
            if (ALL.contains(header.key())) {
                Headers rest = new RecordHeaders(headers);
                ALL.forEach(rest::remove);
                return rest;
            }
        }
        return headers;
    }

    /** The event's own headers, to which {@link #add} adds those of a dead letter. */
    static Headers original(Headers headers) {
        return new RecordHeaders(without(headers));
    }

    /** Adds the headers that say what became of the event. */
    void add(Headers headers, RawEvent event, Outcome.Failed failed) {
        String message = failed.failure().message();
        put(headers, CATEGORY, failed.failure().category().wireName());
        put(
                headers,
                MESSAGE,
                message.length() <= MAX_MESSAGE_CHARACTERS
                        ? message
                        : message.substring(0, MAX_MESSAGE_CHARACTERS) + " ...");
        put(headers, TOPIC, event.topic());
        put(headers, PARTITION, Integer.toString(event.partition()));
        put(headers, OFFSET, Long.toString(event.offset()));
        put(headers, TIMESTAMP, Long.toString(event.timestamp()));
        if (failed.schemaId() >= 0) {
            put(headers, SCHEMA_ID, Integer.toString(failed.schemaId()));
        }
        headers.add(MODEL, model);
    }

    static void put(Headers headers, String key, String value) {
        headers.remove(key);
        headers.add(key, value.getBytes(UTF_8));
    }
}
