package io.streamscorer.engine;

import io.streamscorer.failure.SetupException;
import java.nio.file.Path;

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
        return OnnxFile.read(file);
    }
}
