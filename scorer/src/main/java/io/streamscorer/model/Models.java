package io.streamscorer.model;

import io.streamscorer.engine.EngineModel;
import io.streamscorer.engine.Engines;
import io.streamscorer.engine.ModelFile;
import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.UnpackedLibraries;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.packaging.ModelPackage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Loads model packages. */
public final class Models {
    private Models() {}

    /**
     * Loads a package's model, holds it against {@code model.yaml}, warms it up and checks that it scores rows in a batch as it scores them
     * alone. Thread-safe.
     *
     * @return the model; its caller closes it
     * @throws SetupException if the package and the model do not fit, the engine refuses the model or the device, or the model mixes rows
     */
    public static LoadedModel load(ModelPackage modelPackage, ModelSettings settings) {
        ModelFile file = Engines.open(modelPackage.file(), modelPackage.engine());
        ModelFit fit = ModelFit.of(modelPackage, file.signature());
        String digest = digest(file.parts());
        EngineModel loaded;
        try {
            loaded = file.load(fit.inputs(), fit.fixedBatch(), settings.engine());
        } finally {
            UnpackedLibraries.delete();
        }
        boolean checked = false;
        try {
            ModelOutputs outputs = fit.outputs() == null ? given(modelPackage, loaded) : fit.outputs();
            FittedModel model = new FittedModel(file.engine(), loaded, modelPackage, digest, fit, outputs);
            List<OutputTensor> tried = new WarmUp(model, modelPackage.file()).run(settings.maxBatchRows());
            if (tried != null) {
                RoleCheck.check(modelPackage, outputs, tried);
            }
            checked = true;
            return model;
        } finally {
            if (!checked) {
                loaded.close();
            }
        }
    }

    /** What the outputs mean that only the loaded model knows. */
    private static ModelOutputs given(ModelPackage modelPackage, EngineModel loaded) {
        List<String> problems = new ArrayList<>();
        ModelOutputs outputs = ModelOutputs.of(modelPackage, loaded.outputs(), 0, problems::add);
        if (!problems.isEmpty()) {
            throw new SetupException(problems.stream()
                    .map(problem -> modelPackage.description() + ": " + problem)
                    .toList());
        }
        return outputs;
    }

    /**
     * What {@link LoadedModel#digest()} says of a model in these files. Thread-safe.
     *
     * @param parts the files, as {@link ModelFile#parts()} lists them
     * @throws SetupException if one cannot be read
     */
    public static String digest(List<Path> parts) {
        List<byte[]> digests = parts.stream().map(Models::digest).toList();
        MessageDigest whole = sha256();
        digests.forEach(whole::update);
        return HexFormat.of().formatHex(digests.size() == 1 ? digests.get(0) : whole.digest());
    }

    private static byte[] digest(Path file) {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, sha256())) {
            byte[] buffer = new byte[64 * 1024];
            while (digested.read(buffer) >= 0) {
                // Reading is what feeds the digest.
            }
            return digested.getMessageDigest().digest();
        } catch (IOException e) {
            throw new SetupException(file + ": cannot be read: " + Lines.of(e));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
