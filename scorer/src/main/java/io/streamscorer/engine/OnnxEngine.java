package io.streamscorer.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * DJL's ONNX Runtime engine in this process, started once and never stopped. Its native library is in the dependency's jar; it is unpacked
 * into a new directory under {@code java.io.tmpdir}, loaded and removed again. Nothing is downloaded, and the home directory is not used.
 * Thread-safe.
 */
final class OnnxEngine {
    private static final String NAME = "OnnxRuntime";

    private final Engine engine;

    private OnnxEngine(Engine engine) {
        this.engine = engine;
    }

    /**
     * Starts the engine if it is not running.
     *
     * @throws SetupException if its native library cannot be loaded
     */
    static synchronized OnnxEngine start() {
        // Read by DJL when it starts: no telemetry, no model zoos, no second engine for what ONNX Runtime cannot do.
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("ai.djl.onnx.disable_alternative", "true");
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        if (!Files.isDirectory(temporary) || !Files.isWritable(temporary)) {
            throw new SetupException(
                    "ONNX Runtime's native library is unpacked into " + temporary
                            + ", which is no directory that can be written. Start Java with -Djava.io.tmpdir=<a writable directory>");
        }
        try {
            // DJL must come first: it fails if an OrtEnvironment was made before it.
            return new OnnxEngine(Engine.getEngine(NAME));
        } catch (RuntimeException | LinkageError | AssertionError e) {
            throw new SetupException("ONNX Runtime cannot be started on " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ", with its library unpacked into " + temporary + ": "
                    + Lines.of(e)
                    + ". If that directory is mounted noexec, start Java with -Djava.io.tmpdir=<another directory>");
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * The device that a setting means here.
     *
     * @throws SetupException if a GPU is asked for and the engine cannot use it
     */
    Device device(String setting) {
        if (setting.equals("cpu")) {
            return Device.cpu();
        }
        boolean cuda = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
        // Asking DJL for GPUs loads CUDA's own library: only where the engine could use it.
        int count = cuda ? engine.getGpuCount() : 0;
        if (setting.equals("auto")) {
            return count > 0 ? Device.gpu(0) : Device.cpu();
        }
        int index = setting.equals("gpu") ? 0 : Integer.parseInt(setting.substring("gpu:".length()));
        if (!cuda) {
            throw new SetupException(
                    "The device is set to " + setting + ", but this ONNX Runtime has no CUDA provider (it has "
                            + OrtEnvironment.getAvailableProviders()
                            + "). Put com.microsoft.onnxruntime:onnxruntime_gpu on the class path in place of onnxruntime, or set the device to cpu");
        }
        if (index >= count) {
            throw new SetupException(
                    "The device is set to " + setting + ", but CUDA's runtime library (libcudart) reports " + count
                            + " usable GPUs. Install the NVIDIA driver and CUDA runtime that ONNX Runtime "
                            + engine.getVersion()
                            + " needs, choose a lower index, or set the device to cpu");
        }
        return Device.gpu(index);
    }

    /** Why {@code auto} means the device that {@link #device} says; empty for other settings. */
    String deviceReason(String setting) {
        if (!setting.equals("auto")) {
            return "";
        }
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            return "this ONNX Runtime has no CUDA provider";
        }
        int count = engine.getGpuCount();
        return "CUDA's runtime library reports " + count + (count == 1 ? " usable GPU" : " usable GPUs");
    }

    /**
     * Loads a model.
     *
     * @throws SetupException if the engine refuses it
     */
    Model load(OnnxFile content, Device device, int threads) {
        Path file = content.path();
        Model model = Model.newInstance(String.valueOf(file.getFileName()), device, NAME);
        boolean loaded = false;
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // Threads that spin while they wait take the cores from the stream threads.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            // It writes to standard error once per call, features' values among it. Errors are thrown as well; its
            // warnings say, for
            // example, that a label declared [1] has more rows.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            // Criteria takes options that are strings, and a ready SessionOptions is none: load as Criteria's loader
            // does.
            Map<String, ?> djlOptions = Map.of("sessionOptions", options);
            ModelProto rewritten = content.rewritten();
            if (rewritten == null) {
                model.load(file.toAbsolutePath().getParent(), String.valueOf(file.getFileName()), djlOptions);
            } else {
                model.load(new ByteArrayInputStream(rewritten.toByteArray()), djlOptions);
            }
            loaded = true;
            return model;
        } catch (OrtException | IOException | MalformedModelException | RuntimeException e) {
            throw new SetupException(file + ": ONNX Runtime " + engine.getVersion() + " cannot load the model on "
                    + DjlModel.describe(device) + ": " + Lines.of(e));
        } finally {
            if (!loaded) {
                model.close();
            }
        }
    }
}
