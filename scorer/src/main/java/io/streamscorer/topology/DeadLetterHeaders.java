package io.streamscorer.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.scoring.Outcome;
import io.streamscorer.scoring.RawEvent;
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

    private final byte[] model;

    DeadLetterHeaders(String modelName, String modelVersion) {
        this.model = (modelName + ":" + modelVersion).getBytes(UTF_8);
    }

    /** The event's headers and those of a dead letter. */
    Headers headers(Headers original, RawEvent event, Outcome.Failed failed) {
        Headers headers = new RecordHeaders(original);
        put(headers, CATEGORY, failed.failure().category().wireName());
        put(headers, MESSAGE, failed.failure().message());
        put(headers, TOPIC, event.topic());
        put(headers, PARTITION, Integer.toString(event.partition()));
        put(headers, OFFSET, Long.toString(event.offset()));
        put(headers, TIMESTAMP, Long.toString(event.timestamp()));
        headers.remove(SCHEMA_ID);
        if (failed.schemaId() >= 0) {
            put(headers, SCHEMA_ID, Integer.toString(failed.schemaId()));
        }
        headers.remove(MODEL);
        headers.add(MODEL, model);
        headers.remove(OMITTED_VALUE_BYTES);
        return headers;
    }

    static void put(Headers headers, String key, String value) {
        headers.remove(key);
        headers.add(key, value.getBytes(UTF_8));
    }
}
