package io.streamscorer.engine;

import io.streamscorer.failure.SetupException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens model files with the engine that runs them. */
public final class Engines {
    private Engines() {}

    /**
     * Reads what a model file itself says. Its weights are not loaded. Thread-safe.
     *
     * @throws SetupException if the file cannot be read, is no model of a known kind, or has inputs or outputs that cannot be fed from events; all
     *     problems at once
     */
    public static ModelFile open(Path file) {
        return open(file, null);
    }

    /**
     * Reads what a model file itself says. Its weights are not loaded. Thread-safe.
     *
     * @param engine the engine that runs it, or null where the file's ending tells it
     * @throws SetupException as {@link #open(Path)}
     */
    public static ModelFile open(Path file, @Nullable String engine) {
        if (engine != null && !engine.equals("onnx")) {
            throw new SetupException(file + ": there is no engine '" + engine + "'. Known: 'onnx'.");
        }
        return OnnxFile.read(file);
    }
}
