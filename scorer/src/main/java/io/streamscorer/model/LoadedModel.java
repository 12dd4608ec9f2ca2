package io.streamscorer.model;

import io.streamscorer.engine.ScoringSession;
import io.streamscorer.features.InputTensor;
import java.util.List;

/** A model in memory, checked and warmed up. Thread-safe; the sessions that it opens are not. Closing it frees its native memory. */
public interface LoadedModel extends AutoCloseable {
    /** The model's name, from its package. */
    String name();

    /** The model's version, from its package; where that gives none, {@code sha256:} and the first 12 digits of {@link #digest()}. */
    String version();

    /**
     * What tells the model's content from any other's: SHA-256 of the model file's bytes, in lower-case hexadecimal. Of a model in several files it
     * is SHA-256 over the 32 bytes of each file's own, one after the other, the file that was opened first.
     */
    String digest();

    /** The engine that runs it, as a person writes its name, for example {@code ONNX Runtime}. */
    String engine();

    /** The device that it runs on, for example {@code cpu} or {@code gpu:0}. */
    String device();

    /** Why it runs there, where the engine chose the device itself; else empty. */
    String deviceReason();

    /** The inputs, in the model's own order, with the fields that feed them. */
    List<InputTensor> inputs();

    /** The outputs' names, in the model's own order: its own, or those that its package gives them. */
    List<String> outputNames();

    /** Which outputs become score, label and probabilities. */
    OutputRoles roles();

    /** Opens a session for one thread. Its caller closes it. */
    ScoringSession openSession();

    /** How many tensors the engine holds in native memory for the sessions' calls; 0 while none is under way. */
    long openTensors();

    @Override
    void close();
}
