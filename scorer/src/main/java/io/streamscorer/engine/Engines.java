package io.streamscorer.engine;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.Suggestion;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Opens model files with the engine that runs them. */
public final class Engines {
    /** The engines by the names that packages give them. */
    public static final List<String> NAMES = List.of("onnx", "xgboost", "pytorch");

    private Engines() {}

    /**
     * Reads what a model file itself says. Its weights are not loaded, and no engine is started. Thread-safe.
     *
     * @param engine the engine that runs it, one of {@link #NAMES}, or null where the file's ending tells it: {@code .onnx}, {@code .json} and
     *     {@code .ubj} (XGBoost), {@code .pt}, {@code .pth} and {@code .torchscript} (PyTorch)
     * @throws SetupException if the file cannot be read, is no model of a known kind, or has inputs or outputs that cannot be fed from events; all
     *     problems at once
     */
    public static ModelFile open(Path file, @Nullable String engine) {
        return switch (engine == null ? byEnding(file) : engine) {
            case "onnx" -> OnnxFile.read(file);
            case "xgboost" -> XgboostFile.read(file);
            case "pytorch" -> PytorchFile.read(file);
            default ->
                throw new SetupException(file + ": there is no engine '" + engine + "'. "
                        + Suggestion.of(String.valueOf(engine), NAMES));
        };
    }

    /** Reads what a model file itself says, as {@link #open(Path, String)} does where the file's ending tells the engine. */
    public static ModelFile open(Path file) {
        return open(file, null);
    }

    private static String byEnding(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".json") || name.endsWith(".ubj")) {
            return "xgboost";
        }
        return name.endsWith(".pt") || name.endsWith(".pth") || name.endsWith(".torchscript") ? "pytorch" : "onnx";
    }
}
