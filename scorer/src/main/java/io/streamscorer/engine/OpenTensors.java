package io.streamscorer.engine;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The number of tensors that a model's engine holds in native memory: what its sessions gave it and what it gave them, until it has freed
 * them. Thread-safe.
 */
final class OpenTensors {
    private final AtomicLong open = new AtomicLong();

    /** How many there are now. */
    long count() {
        return open.get();
    }

    /** Begins to follow the calls of one session. */
    Calls calls() {
        return new Calls();
    }

    /** The tensors of one session, one call after the other. Not thread-safe. */
    final class Calls {
        private final List<NDArray> ofCall = new ArrayList<>();

        /** Counts what a call has opened. */
        void add(List<NDArray> arrays) {
            ofCall.addAll(arrays);
            open.addAndGet(arrays.size());
        }

        /** Ends the call: what the engine has freed counts no more. A tensor that outlives its call counts for good. */
        void end() {
            long freed = ofCall.stream().filter(NDArray::isReleased).count();
            open.addAndGet(-freed);
            ofCall.clear();
        }
    }
}
