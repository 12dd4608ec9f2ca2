package io.streamscorer.model;

import ai.djl.Device;
import ai.djl.Model;
import io.streamscorer.features.InputTensor;
import java.util.List;

/** A model that DJL has loaded. Thread-safe: ONNX Runtime's sessions take calls from several threads, each with its own predictor. */
final class DjlModel implements LoadedModel {
    private final Model model;
    private final Device device;
    private final ModelPackage modelPackage;
    private final String digest;
    private final ModelFit fit;
    private final List<OnnxSignature.Tensor> outputs;
    private volatile boolean closed;

    DjlModel(
            Model model,
            Device device,
            ModelPackage modelPackage,
            String digest,
            ModelFit fit,
            List<OnnxSignature.Tensor> outputs) {
        this.model = model;
        this.device = device;
        this.modelPackage = modelPackage;
        this.digest = digest;
        this.fit = fit;
        this.outputs = outputs;
    }

    /** A device as settings name it: {@code cpu} or {@code gpu:N}. */
    static String describe(Device device) {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    @Override
    public String name() {
        return modelPackage.name();
    }

    @Override
    public String version() {
        return modelPackage.version();
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public String device() {
        return describe(device);
    }

    @Override
    public List<InputTensor> inputs() {
        return fit.inputs();
    }

    @Override
    public List<String> outputNames() {
        return outputs.stream().map(OnnxSignature.Tensor::name).toList();
    }

    @Override
    public OutputRoles roles() {
        return fit.roles();
    }

    /** How many rows the model takes at a time, or 0 for any number. */
    int fixedBatch() {
        return fit.fixedBatch();
    }

    @Override
    public ScoringSession openSession() {
        if (closed) {
            throw new IllegalStateException("The model " + name() + " is closed");
        }
        return new DjlSession(model, fit, outputs);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            model.close();
        }
    }
}
