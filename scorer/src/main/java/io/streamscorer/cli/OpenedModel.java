package io.streamscorer.cli;

import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.ModelSettings;
import io.streamscorer.model.Models;
import io.streamscorer.packaging.ModelPackage;
import java.nio.file.Path;

/**
 * A model in memory and the package that it came from. Closing it closes the model.
 *
 * @param modelPackage the package
 * @param model the model
 */
record OpenedModel(ModelPackage modelPackage, LoadedModel model) implements AutoCloseable {
    /**
     * Loads a package's model and checks it.
     *
     * @throws io.streamscorer.failure.SetupException if there is no such package or something in it does not fit
     */
    static OpenedModel open(Path path, ModelSettings settings) {
        ModelPackage modelPackage = ModelPackage.read(path);
        return new OpenedModel(modelPackage, Models.load(modelPackage, settings));
    }

    @Override
    public void close() {
        model.close();
    }
}
