package io.streamscorer.topology;

import java.util.Set;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** A processor's context of which some sinks fail, and the others take all. */
final class RefusingSinks<K, V> extends MockProcessorContext<K, V> {
    private final RuntimeException failure;
    private final Set<String> refusing;

    RefusingSinks(RuntimeException failure, String... refusing) {
        setCurrentSystemTimeMs(1_000);
        this.failure = failure;
        this.refusing = Set.of(refusing);
    }

    @Override
    public <L extends K, W extends V> void forward(Record<L, W> answer, String sink) {
        if (refusing.contains(sink)) {
            throw failure;
        }
    }
}
