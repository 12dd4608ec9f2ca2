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
import java.nio.file.Path;
import java.util.Map;

/**
 * DJL's ONNX Runtime engine in this process, started once and never stopped. Thread-safe.
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
        return new OnnxEngine(EngineStart.start(NAME, "ONNX Runtime", "onnx"));
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
                            + "). Build a distribution for GPUs with mvn clean package -Pgpu, or set the device to cpu");
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
                // Bytes have no directory in which their other files lie.
                options.addConfigEntry(
                        "session.model_external_initializers_file_folder_path",
                        String.valueOf(file.toAbsolutePath().getParent()));
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
