package io.streamscorer.packaging;

import io.streamscorer.failure.SetupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a directory that MLflow wrote: the flavor that says which file is the model's, and the signature that names the fields. Python code in it is
 * not run, and files of other flavors are not opened. Used once.
 */
final class MlflowReader {
    /** The name of MLflow's description. */
    static final String DESCRIPTION = "MLmodel";

    /** What MLflow adds when a model is fetched from its registry. */
    private static final String REGISTERED = "registered_model_meta";

    /** The flavors that can be used, in this order, which are also the engines' names. */
    private static final List<String> FLAVORS = List.of("onnx", "xgboost");

    private final PackageDirectory directory;
    private final Path description;
    private final List<String> problems = new ArrayList<>();

    /** @param directory absolute */
    MlflowReader(Path directory) {
        this.directory = new PackageDirectory(directory);
        this.description = directory.resolve(DESCRIPTION);
    }

    ModelPackage read() {
        YamlMapping document = YamlMapping.ofAny(YamlDocument.read(description), "", this::report);
        String flavor = flavor(document);
        Path file = flavor == null ? null : file(document, flavor);
        Feeding feeding = new MlflowSignature(this::report).read(document);
        Path registered = directory.path().resolve(REGISTERED);
        YamlMapping registration = YamlMapping.ofAny(
                Files.isRegularFile(registered) ? YamlDocument.read(registered) : Map.of(),
                "",
                problem -> problems.add(registered + ": " + problem));
        String name = registration.text("model_name");
        String version = registration.text("model_version");
        if (version == null) {
            version = document.text("model_uuid");
        }
        if (!problems.isEmpty() || file == null || feeding == null) {
            throw new SetupException(problems);
        }
        return new ModelPackage(
                name == null ? String.valueOf(directory.path().getFileName()) : name,
                version,
                directory.path(),
                description,
                file,
                flavor,
                feeding,
                List.of(),
                null,
                null);
    }

    private void report(String problem) {
        problems.add(description + ": " + problem);
    }

    private static @Nullable String flavor(YamlMapping document) {
        if (!(document.get("flavors") instanceof Map<?, ?> flavors)) {
            document.report("flavors", "missing: this is no model that MLflow saved");
            return null;
        }
        for (String flavor : FLAVORS) {
            if (flavors.containsKey(flavor)) {
                return flavor;
            }
        }
        document.report(
                "flavors",
                "has "
                        + String.join(
                                ", ",
                                flavors.keySet().stream().map(String::valueOf).toList())
                        + ", but only " + String.join(" and ", FLAVORS)
                        + " can be used, since no Python runs here. Export the model to ONNX and log it with mlflow.onnx");
        return null;
    }

    private @Nullable Path file(YamlMapping document, String name) {
        String place = "flavors." + name;
        Map<?, ?> flavors = (Map<?, ?>) document.get("flavors");
        YamlMapping flavor = YamlMapping.ofAny(flavors == null ? null : flavors.get(name), place, this::report);
        if (flavor.requiredText("data", "which file is the model's") == null) {
            return null;
        }
        Path data = directory.inside(flavor, "data");
        if (data != null && Files.isDirectory(data)) {
            return PackageDirectory.onlyModel(data, flavor, "data");
        }
        return data == null ? null : directory.file(flavor, "data");
    }
}
