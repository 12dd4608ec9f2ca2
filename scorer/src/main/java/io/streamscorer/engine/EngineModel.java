package io.streamscorer.engine;

import java.util.List;

/** A model that an engine has loaded. Thread-safe; the sessions that it opens are not. Closing it frees its native memory. */
public interface EngineModel extends AutoCloseable {
    /** The device that it runs on, for example {@code cpu} or {@code gpu:0}. */
    String device();

    /** Why it runs there, where the engine chose the device itself; else empty. */
    default String deviceReason() {
        return "";
    }

    /** The outputs, in the order that sessions give them. */
    List<ModelSignature.Tensor> outputs();

    /** Opens a session for one thread. Its caller closes it. */
    ScoringSession openSession();

    /** How many tensors the engine holds in native memory for the sessions' calls; 0 while none is under way. */
    long openTensors();

    @Override
    void close();
}
