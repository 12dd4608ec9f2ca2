package io.streamscorer.packaging;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one {@code model.yaml} into a {@link ModelPackage}, collecting all of its mistakes. Used once. */
final class ModelPackageReader {
    private static final List<String> KEYS =
            List.of("name", "version", "file", "engine", "inputs", "outputs", "samples");
    private static final List<String> ENGINES = List.of("onnx", "xgboost", "pytorch");

    /** The word that stands for the digest in the version's place. */
    private static final String DIGEST = "digest";

    private final PackageDirectory directory;
    private final Path description;
    private final List<String> problems = new ArrayList<>();

    /** @param directory absolute */
    ModelPackageReader(Path directory) {
        this.directory = new PackageDirectory(directory);
        this.description = directory.resolve(ModelPackage.DESCRIPTION);
    }

    ModelPackage read() {
        YamlMapping document = YamlMapping.of(YamlDocument.read(description), "", KEYS, this::report);
        String name = document.requiredText("name", "what the model is called, for example card-fraud");
        String version = document.requiredText("version", "which version of the model this is, for example \"1\"");
        Path file = document.has("file")
                ? directory.file(document, "file")
                : PackageDirectory.onlyModel(directory.path(), document, "file");
        String engine = engine(document);
        Feeding feeding = new Feeding.Described(new InputReader(this::report).read(document));
        OutputMappingReader.Outputs outputs = new OutputMappingReader(this::report).read(document);
        Samples samples = samples(document);
        if (!problems.isEmpty() || name == null || version == null || file == null) {
            throw new SetupException(problems);
        }
        return new ModelPackage(
                name,
                version.equals(DIGEST) ? null : version,
                directory.path(),
                description,
                file,
                engine,
                feeding,
                outputs.names(),
                outputs.roles(),
                samples);
    }

    private void report(String problem) {
        problems.add(description + ": " + problem);
    }

    private static @Nullable String engine(YamlMapping document) {
        String engine = document.text("engine");
        if (engine != null && !ENGINES.contains(engine)) {
            document.report("engine", "unknown engine '" + engine + "'. " + Suggestion.of(engine, ENGINES));
        }
        return engine;
    }

    private @Nullable Samples samples(YamlMapping document) {
        if (!document.has("samples")) {
            return null;
        }
        if (document.get("samples") instanceof String) {
            Path file = directory.file(document, "samples");
            return file == null ? null : new Samples(file, Samples.DEFAULT_TOLERANCE);
        }
        YamlMapping samples =
                YamlMapping.of(document.get("samples"), "samples", List.of("file", "tolerance"), this::report);
        samples.requiredText("file", "which file holds the events and the predictions that they should get");
        Path file = samples.has("file") ? directory.file(samples, "file") : null;
        Double tolerance =
                samples.has("tolerance") ? samples.number("tolerance") : Double.valueOf(Samples.DEFAULT_TOLERANCE);
        if (tolerance != null && tolerance < 0) {
            samples.report(
                    "tolerance", "expected a number from 0, found " + YamlMapping.describe(samples.get("tolerance")));
        }
        return file == null || tolerance == null ? null : new Samples(file, tolerance);
    }
}
