package io.streamscorer.cli;

import io.streamscorer.files.ModelSamples;
import io.streamscorer.files.SampleAgreement;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.ModelSettings;
import io.streamscorer.model.Models;
import io.streamscorer.packaging.ModelPackage;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model in memory and the package that it came from. Closing it closes the model.
 *
 * @param modelPackage the package
 * @param model the model
 * @param agreement how well it agrees with the package's samples, or null where there are none
 */
record OpenedModel(
        ModelPackage modelPackage,
        LoadedModel model,
        @Nullable SampleAgreement agreement) implements AutoCloseable {
    /**
     * Loads a package's model, checks it, and holds it against the package's samples.
     *
     * @throws io.streamscorer.failure.SetupException if there is no such package, something in it does not fit, or the model fails its samples
     */
    static OpenedModel open(Path path, ModelSettings settings) {
        ModelPackage modelPackage = ModelPackage.read(path);
        LoadedModel model = Models.load(modelPackage, settings);
        boolean agrees = false;
        try {
            SampleAgreement agreement =
                    modelPackage.samples() == null ? null : ModelSamples.check(model, modelPackage.samples());
            agrees = true;
            return new OpenedModel(modelPackage, model, agreement);
        } finally {
            if (!agrees) {
                model.close();
            }
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
