package io.streamscorer.topology;

import io.streamscorer.failure.StopSignal;
import org.apache.kafka.common.KafkaException;

/**
 * What the clients of stream threads know of a stop. Thread-safe.
 *
 * @param signal given before the stream threads are told to end
 * @param listener told what they leave undone
 */
record Stopping(StopSignal signal, StopListener listener) {
    /** Whether the stream threads are to end. */
    boolean begun() {
        return signal.isGiven();
    }

    /** Takes a step of a commit; one that fails at the end leaves something uncommitted. */
    void committing(Runnable step) {
        try {
            step.run();
        } catch (KafkaException e) {
            if (begun()) {
                listener.uncommitted();
            }
            throw e;
        }
    }
}
