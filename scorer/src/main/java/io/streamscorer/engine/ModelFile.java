package io.streamscorer.engine;

import io.streamscorer.failure.SetupException;
import io.streamscorer.features.InputTensor;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model's file, opened but not loaded. Immutable and thread-safe. */
public interface ModelFile {
    /** The engine that runs it, as a person writes its name, for example {@code ONNX Runtime}. */
    String engine();

    /** The files that make the model: the one that was opened, then those that it refers to. */
    List<Path> parts();

    /** What the file says about its inputs and outputs, or null where such files say nothing. */
    @Nullable
    ModelSignature signature();

    /**
     * Loads the model into memory.
     *
     * @param inputs what it will be fed with, in the model's own order
     * @param fixedBatch how many rows it takes at a time, or 0 for any number
     * @return the model; its caller closes it
     * @throws SetupException if the engine, the device or the file does not serve
     */
    EngineModel load(List<InputTensor> inputs, int fixedBatch, EngineSettings settings);
}
