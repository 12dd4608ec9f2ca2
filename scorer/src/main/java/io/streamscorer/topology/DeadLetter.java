package io.streamscorer.topology;

import io.streamscorer.failure.UnavailableException;
import io.streamscorer.scoring.Outcome;
import io.streamscorer.scoring.RawEvent;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * An event that could not be scored, as it goes to the dead-letter topic: the event's own key, value and headers, and headers that say why and
 * where. What the topic does not take is left out, the value first, then the event's headers, then its key, and a header says so; the source
 * offset still leads to the whole event.
 *
 * @param key the event's key, or null
 * @param value the event's value, or null
 * @param headers the headers
 */
record DeadLetter(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {

    /**
     * Makes a dead letter that the topic takes.
     *
     * @param maxBytes the largest record that the topic takes
     * @throws UnavailableException if the topic does not even take the headers that say what happened
     */
    static DeadLetter of(
            byte @Nullable [] key,
            Headers original,
            RawEvent event,
            Outcome.Failed failed,
            DeadLetterHeaders names,
            long maxBytes) {
        Headers headers = DeadLetterHeaders.original(original);
        int ownHeaders = headers.toArray().length;
        names.add(headers, event, failed);
        DeadLetter letter = new DeadLetter(key, event.value(), headers);
        if (letter.value != null && letter.size() > maxBytes) {
            DeadLetterHeaders.put(
                    headers, DeadLetterHeaders.OMITTED_VALUE_BYTES, Integer.toString(letter.value.length));
            letter = new DeadLetter(key, null, headers);
        }
        if (ownHeaders > 0 && letter.size() > maxBytes) {
            Headers fewer = new RecordHeaders();
            names.add(fewer, event, failed);
            if (event.value() != null) {
                DeadLetterHeaders.put(
                        fewer, DeadLetterHeaders.OMITTED_VALUE_BYTES, Integer.toString(event.value().length));
            }
            DeadLetterHeaders.put(fewer, DeadLetterHeaders.OMITTED_HEADERS, Integer.toString(ownHeaders));
            letter = new DeadLetter(key, null, fewer);
        }
        if (key != null && letter.size() > maxBytes) {
            DeadLetterHeaders.put(letter.headers, DeadLetterHeaders.OMITTED_KEY_BYTES, Integer.toString(key.length));
            letter = new DeadLetter(null, null, letter.headers);
        }
        if (letter.size() > maxBytes) {
            throw new UnavailableException(
                    "dead.letter.topic takes records of up to " + maxBytes
                            + " bytes, but the headers of a dead letter alone may take " + letter.size()
                            + ". Raise max.message.bytes of the topic, and max.request.size",
                    null);
        }
        return letter;
    }

    private long size() {
        return RecordSize.upperBound(key, value, headers);
    }
}
