package io.streamscorer.model;

import ai.djl.Device;
import ai.djl.Model;
import io.streamscorer.failure.SetupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
        String digest = digest(modelPackage.file());
        OnnxFile file = OnnxFile.read(modelPackage.file());
        ModelFit fit = ModelFit.of(modelPackage, file.signature());
        OnnxEngine engine = OnnxEngine.start();
        Device device = engine.device(settings.device());
        Model model = engine.load(modelPackage.file(), file, device, settings.threads());
        boolean checked = false;
        DjlModel loaded = new DjlModel(
                model, device, modelPackage, digest, fit, file.signature().outputs());
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
