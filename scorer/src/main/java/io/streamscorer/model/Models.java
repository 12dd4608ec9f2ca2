package io.streamscorer.model;

import io.streamscorer.engine.Engines;
import io.streamscorer.engine.ModelFile;
import io.streamscorer.engine.OutputTensor;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

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
        String digest = digest(modelPackage.file());
        ModelFile file = Engines.open(modelPackage.file());
        ModelFit fit = ModelFit.of(modelPackage, Objects.requireNonNull(file.signature()));
        boolean checked = false;
        FittedModel loaded = new FittedModel(
                file.load(fit.inputs(), fit.fixedBatch(), settings.engine()), modelPackage, digest, fit);
        try {
            List<OutputTensor> outputs = new WarmUp(loaded, modelPackage.file()).run(settings.maxBatchRows());
            RoleCheck.check(modelPackage, loaded.roles(), outputs);
            checked = true;
            return loaded;
        } finally {
            if (!checked) {
                loaded.close();
            }
        }
    }

    private static String digest(Path file) {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            byte[] buffer = new byte[64 * 1024];
            while (digested.read(buffer) >= 0) {
                // Reading is what feeds the digest.
            }
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (IOException e) {
            throw new SetupException(file + ": cannot be read: " + Lines.of(e));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
