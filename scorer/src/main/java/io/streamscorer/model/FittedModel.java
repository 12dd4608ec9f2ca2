package io.streamscorer.model;

import io.streamscorer.engine.EngineModel;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.features.InputTensor;
import io.streamscorer.packaging.ModelPackage;
import java.util.List;

/** An engine's model with the meaning that its package gives it. Thread-safe. */
final class FittedModel implements LoadedModel {
    /** How many of the digest's digits make a version. */
    private static final int VERSION_DIGITS = 12;

    private final String engine;
    private final EngineModel model;
    private final ModelPackage modelPackage;
    private final String digest;
    private final ModelFit fit;
    private final ModelOutputs outputs;

    FittedModel(
            String engine,
            EngineModel model,
            ModelPackage modelPackage,
            String digest,
            ModelFit fit,
            ModelOutputs outputs) {
        this.engine = engine;
        this.model = model;
        this.modelPackage = modelPackage;
        this.digest = digest;
        this.fit = fit;
        this.outputs = outputs;
    }

    @Override
    public String name() {
        return modelPackage.name();
    }

    @Override
    public String version() {
        String version = modelPackage.version();
        return version == null ? "sha256:" + digest.substring(0, VERSION_DIGITS) : version;
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public String device() {
        return model.device();
    }

    @Override
    public String deviceReason() {
        return model.deviceReason();
    }

    @Override
    public List<InputTensor> inputs() {
        return fit.inputs();
    }

    @Override
    public List<String> outputNames() {
        return outputs.names();
    }

    @Override
    public OutputRoles roles() {
        return outputs.roles();
    }

    /** How many rows the model takes at a time, or 0 for any number. */
    int fixedBatch() {
        return fit.fixedBatch();
    }

    @Override
    public ScoringSession openSession() {
        return model.openSession();
    }

    @Override
    public long openTensors() {
        return model.openTensors();
    }

    @Override
    public void close() {
        model.close();
    }
}
