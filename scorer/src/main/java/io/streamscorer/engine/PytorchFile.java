package io.streamscorer.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.InputTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A TorchScript module ({@code torch.jit.script(...).save} or {@code torch.jit.trace(...).save}). It says nothing of its inputs' types and shapes, so
 * that the package must, and its outputs are known once it has run.
 *
 * @param path the file
 */
record PytorchFile(Path path) implements ModelFile {
    private static final String NAME = "PyTorch";

    /** More than one, so that a dimension of one is not taken for the batch. */
    private static final int PROBED_ROWS = 3;

    static PytorchFile read(Path file) {
        if (!Files.exists(file)) {
            throw new SetupException(file + ": there is no such file");
        }
        try (ZipFile archive = new ZipFile(file.toFile())) {
            if (archive.stream().noneMatch(entry -> entry.getName().endsWith("/constants.pkl"))) {
                throw new SetupException(file + ": holds weights or an exported program, but no TorchScript module."
                        + " Save it with torch.jit.script(model.eval()).save(\"model.pt\")");
            }
        } catch (ZipException e) {
            throw new SetupException(file + ": is no TorchScript module, or is cut off");
        } catch (IOException e) {
            throw new SetupException(file + ": cannot be read: " + Lines.of(e));
        }
        return new PytorchFile(file);
    }

    @Override
    public String engine() {
        return NAME;
    }

    @Override
    public List<Path> parts() {
        return List.of(path);
    }

    @Override
    public @Nullable ModelSignature signature() {
        return null;
    }

    @Override
    public EngineModel load(List<InputTensor> inputs, int fixedBatch, EngineSettings settings) {
        PytorchTensors tensors = new PytorchTensors();
        List<String> problems = new ArrayList<>();
        for (InputTensor input : inputs) {
            if (!PytorchTensors.takes(input.dtype())) {
                problems.add(
                        path + ": PyTorch takes no inputs of " + input.dtype().wireName() + " here, but '"
                                + input.name() + "' is one"
                                + (input.dtype() == Dtype.STRING
                                        ? ". Give its features vocabularies"
                                        : ". Feed it as int32 or int64"));
            }
        }
        if (!problems.isEmpty()) {
            throw new SetupException(problems);
        }
        // Read when the engine starts, for the whole process.
        EngineStart.setUnlessSet("ai.djl.pytorch.num_threads", String.valueOf(settings.threads()));
        EngineStart.setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
        Engine engine = EngineStart.start(NAME, NAME, "pytorch");
        Device device = device(engine, settings.device());
        Model model = Model.newInstance(String.valueOf(path.getFileName()), device, NAME);
        boolean loaded = false;
        try {
            model.load(path.toAbsolutePath().getParent(), String.valueOf(path.getFileName()));
            List<ModelSignature.Tensor> outputs =
                    new OutputProbe(model, path, inputs, fixedBatch == 0 ? PROBED_ROWS : fixedBatch).run();
            loaded = true;
            int gpus = engine.getGpuCount();
            return new DjlModel(
                    model,
                    device,
                    settings.device().equals("auto")
                            ? "this PyTorch can use " + gpus + (gpus == 1 ? " GPU" : " GPUs")
                            : "",
                    tensors,
                    inputs,
                    fixedBatch,
                    outputs);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            if (e instanceof SetupException own) {
                throw own;
            }
            throw new SetupException(path + ": PyTorch " + engine.getVersion() + " cannot load the model on "
                    + DjlModel.describe(device) + ": " + Lines.of(e));
        } finally {
            if (!loaded) {
                model.close();
            }
        }
    }

    private static Device device(Engine engine, String setting) {
        if (setting.equals("cpu")) {
            return Device.cpu();
        }
        int count = engine.getGpuCount();
        if (setting.equals("auto")) {
            return count > 0 ? Device.gpu(0) : Device.cpu();
        }
        int index = setting.equals("gpu") ? 0 : Integer.parseInt(setting.substring("gpu:".length()));
        if (index >= count) {
            throw new SetupException(
                    "The device is set to " + setting + ", but PyTorch " + engine.getVersion() + " can use "
                            + count
                            + " GPUs here. It needs the NVIDIA driver and its own libraries for CUDA (ai.djl.pytorch:pytorch-native-cu128)."
                            + " Install them, choose a lower index, or set the device to cpu");
        }
        return Device.gpu(index);
    }
}
