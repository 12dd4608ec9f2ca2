package io.streamscorer.topology;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the event's place in its chunk off the record's headers. It looks at no bytes. Thread-safe.
 *
 * <p>A record without a place is an error: the interceptor did not see it, and scoring events one by one instead would be a slow path
 * that nobody notices.
 */
final class PolledEventDeserializer implements Deserializer<PolledEvent> {
    @Override
    public PolledEvent deserialize(String topic, byte[] data) {
        throw new SerializationException("Events of topic " + topic + " are read with their headers only");
    }

    @Override
    public PolledEvent deserialize(String topic, Headers headers, byte @Nullable [] data) {
        Header header = headers.lastHeader(PolledEvent.KEY);
        if (header instanceof PolledEvent event) {
            headers.remove(PolledEvent.KEY);
            return event;
        }
        throw new SerializationException(
                "A record of topic " + topic
                        + " was polled but not grouped: the consumer interceptor "
                        + PollGroupingInterceptor.class.getName()
                        + " is not the last of main.consumer.interceptor.classes, or another interceptor replaced the records' headers, or left out the offsets that come with a poll");
    }
}
