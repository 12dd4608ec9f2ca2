package io.streamscorer.engine;

import ai.djl.Device;
import ai.djl.Model;
import io.streamscorer.features.InputTensor;
import java.util.List;

/** A model that DJL has loaded. Thread-safe as long as the engine takes calls from several threads, each with its own predictor. */
final class DjlModel implements EngineModel {
    private final Model model;
    private final Device device;
    private final String deviceReason;
    private final EngineTensors tensors;
    private final List<InputTensor> inputs;
    private final int fixedBatch;
    private final List<ModelSignature.Tensor> outputs;
    private final OpenTensors open = new OpenTensors();
    private volatile boolean closed;

    DjlModel(
            Model model,
            Device device,
            String deviceReason,
            EngineTensors tensors,
            List<InputTensor> inputs,
            int fixedBatch,
            List<ModelSignature.Tensor> outputs) {
        this.model = model;
        this.device = device;
        this.deviceReason = deviceReason;
        this.tensors = tensors;
        this.inputs = inputs;
        this.fixedBatch = fixedBatch;
        this.outputs = outputs;
    }

    /** A device as settings name it: {@code cpu} or {@code gpu:N}. */
    static String describe(Device device) {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    @Override
    public String device() {
        return describe(device);
    }

    @Override
    public String deviceReason() {
        return deviceReason;
    }

    @Override
    public List<ModelSignature.Tensor> outputs() {
        return outputs;
    }

    @Override
    public ScoringSession openSession() {
        if (closed) {
            throw new IllegalStateException("The model is closed");
        }
        return new DjlSession(model, tensors, inputs, fixedBatch, outputs, open);
    }

    @Override
    public long openTensors() {
        return open.count();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            model.close();
        }
    }
}
