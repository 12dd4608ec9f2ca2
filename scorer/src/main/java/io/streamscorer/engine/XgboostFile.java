package io.streamscorer.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Feature;
import io.streamscorer.features.InputTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A model that XGBoost has saved as JSON or UBJSON. Its one input takes float32 and reads NaN as missing.
 *
 * @param path the file
 * @param header what it says of itself
 */
record XgboostFile(Path path, XgboostHeader header) implements ModelFile {
    private static final String NAME = "XGBoost";
    private static final String INPUT = "features";
    private static final String OUTPUT = "prediction";

    static XgboostFile read(Path file) {
        XgboostHeader header = XgboostHeader.read(file);
        if (header.features() < 1) {
            throw new SetupException(file + ": the XGBoost model takes no features");
        }
        if (header.baseScores().stream().distinct().count() > 1) {
            throw new SetupException(
                    file + ": the XGBoost model starts each class or target elsewhere (base_score "
                            + header.baseScores()
                            + "), which this version of XGBoost would leave out. Train it with one base_score, or export it to ONNX");
        }
        if (header.bestRounds() > 0 && header.bestRounds() < header.rounds()) {
            throw new SetupException(file + ": training stopped early, and of the model's " + header.rounds()
                    + " rounds of trees the first " + header.bestRounds()
                    + " were the best (best_iteration). XGBoost's scikit-learn classes predict with these alone, its Booster with all, as"
                    + " would be done here. Save it again with what is to be used: booster[:" + header.bestRounds()
                    + "], or all after booster.set_attr(best_iteration=None)");
        }
        return new XgboostFile(file, header);
    }

    /**
     * Compares the order of the features with that of the file's columns, where it gives them the features' names.
     *
     * @throws SetupException if they are the same in another order
     */
    private void requireOrder(List<InputTensor> inputs) {
        List<String> columns = header.featureNames();
        List<Feature> features = inputs.get(0).features();
        List<String> lastNames = features.stream()
                .map(feature -> feature.field().names())
                .map(names -> names.get(names.size() - 1))
                .toList();
        List<String> paths =
                features.stream().map(feature -> feature.field().toString()).toList();
        for (List<String> names : List.of(paths, lastNames)) {
            if (names.size() != columns.size() || !Set.copyOf(names).equals(Set.copyOf(columns))) {
                continue;
            }
            for (int i = 0; i < columns.size(); i++) {
                if (!names.get(i).equals(columns.get(i))) {
                    throw new SetupException(path
                            + ": the features are the model's columns, but in another order: column "
                            + (i + 1) + " is '" + columns.get(i) + "' to the model, and feature " + (i + 1) + " is '"
                            + names.get(i) + "'. List the features in the order of the file's feature_names");
                }
            }
        }
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
    public ModelSignature signature() {
        boolean probabilities = header.objective().equals("multi:softprob");
        int width = probabilities ? header.classes() : header.targets();
        List<String> classes = probabilities
                ? IntStream.range(0, width).mapToObj(String::valueOf).toList()
                : null;
        return new ModelSignature(
                List.of(new ModelSignature.Tensor(INPUT, Dtype.FLOAT32, List.of(-1L, (long) header.features()), null)),
                List.of(new ModelSignature.Tensor(
                        OUTPUT, Dtype.FLOAT32, width > 1 ? List.of(-1L, (long) width) : List.of(-1L), classes)));
    }

    @Override
    public EngineModel load(List<InputTensor> inputs, int fixedBatch, EngineSettings settings) {
        requireOrder(inputs);
        Engine engine = EngineStart.start(NAME, NAME, "xgboost");
        if (settings.device().startsWith("gpu")) {
            throw new SetupException(
                    "The device is set to " + settings.device()
                            + ", but XGBoost's library for Java runs on the CPU alone. Set the device to cpu, or export the model to ONNX");
        }
        Model model = Model.newInstance(String.valueOf(path.getFileName()), Device.cpu(), NAME);
        boolean loaded = false;
        try {
            model.load(path.toAbsolutePath().getParent(), String.valueOf(path.getFileName()));
            XgboostParameters parameters = XgboostParameters.of(model);
            // Left alone it takes all cores for a single row, and spins on them.
            parameters.set("nthread", String.valueOf(settings.threads()));
            if (!header.baseScores().isEmpty()) {
                // Files of XGBoost 3.1 write it as a list, which the library reads as something else without a word.
                parameters.set("base_score", header.baseScores().get(0));
            }
            loaded = true;
            return new DjlModel(
                    model,
                    Device.cpu(),
                    settings.device().equals("auto") ? "XGBoost's library for Java runs on the CPU alone" : "",
                    new XgboostTensors(),
                    inputs,
                    fixedBatch,
                    signature().outputs());
        } catch (IOException | MalformedModelException | RuntimeException e) {
            throw new SetupException(
                    path + ": XGBoost " + engine.getVersion() + " cannot load the model: " + firstLine(Lines.of(e)));
        } finally {
            if (!loaded) {
                model.close();
            }
        }
    }

    /** XGBoost's messages end in a native stack trace. */
    private static String firstLine(String message) {
        return message.split("\\s+Stack trace:", 2)[0];
    }
}
