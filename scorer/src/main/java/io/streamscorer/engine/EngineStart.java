package io.streamscorer.engine;

import ai.djl.engine.Engine;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts DJL's engines in this process, each once; they are never stopped. Their native libraries are in the dependencies' jars and unpacked under
 * {@code java.io.tmpdir}. Nothing is downloaded, and the home directory is not used. Thread-safe.
 */
final class EngineStart {
    private EngineStart() {}

    /**
     * Starts an engine if it is not running.
     *
     * @param name DJL's name for it
     * @param product its name for a person
     * @param profile the build profile that adds it to the distribution
     * @throws SetupException if it is not on the class path or its native library cannot be loaded
     */
    static synchronized Engine start(String name, String product, String profile) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        // Read by DJL when it starts: no telemetry, no model zoos, no second engine for what an engine cannot do.
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("ai.djl.onnx.disable_alternative", "true");
        setUnlessSet("ai.djl.xgboost.disable_alternative", "true");
        setUnlessSet(
                "ENGINE_CACHE_DIR", temporary.resolve("stream-scorer-engines").toString());
        if (!Files.isDirectory(temporary) || !Files.isWritable(temporary)) {
            throw new SetupException(
                    product + "'s native library is unpacked into " + temporary
                            + ", which is no directory that can be written. Start Java with -Djava.io.tmpdir=<a writable directory>");
        }
        if (!Engine.hasEngine(name)) {
            throw new SetupException(
                    product + " is not in this distribution. Build one with it: mvn clean package -P" + profile);
        }
        try {
            // DJL must come first: it fails if an OrtEnvironment was made before it.
            return Engine.getEngine(name);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            throw new SetupException(product + " cannot be started on " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ", with its library unpacked into " + temporary + ": "
                    + Lines.of(e)
                    + ". If that directory is mounted noexec, start Java with -Djava.io.tmpdir=<another directory>");
        }
    }

    static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
