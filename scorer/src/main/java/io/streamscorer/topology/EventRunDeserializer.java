package io.streamscorer.topology;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the run of events off the headers of the record that stands for them. It looks at no bytes. Thread-safe.
 *
 * <p>A record without one is an error: the interceptor did not see it, and scoring events one by one instead would be a slow path
 * that nobody notices.
 */
final class EventRunDeserializer implements Deserializer<EventRun> {
    @Override
    public EventRun deserialize(String topic, byte[] data) {
        throw new SerializationException("Events of topic " + topic + " are read with their headers only");
    }

    @Override
    public EventRun deserialize(String topic, Headers headers, byte @Nullable [] data) {
        Header header = headers.lastHeader(EventRun.KEY);
        if (header instanceof EventRun run) {
            headers.remove(EventRun.KEY);
            return run;
        }
        throw new SerializationException(
                "A record of topic " + topic
                        + " was polled but not grouped: the consumer interceptor "
                        + PollGroupingInterceptor.class.getName()
                        + " is not the last of main.consumer.interceptor.classes, or another interceptor replaced the records' headers, or left out the offsets that come with a poll");
    }
}
