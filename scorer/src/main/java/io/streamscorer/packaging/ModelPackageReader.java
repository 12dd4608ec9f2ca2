package io.streamscorer.packaging;

import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.Suggestion;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.MissingValue;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads one {@code model.yaml} into a {@link ModelPackage}, collecting all of its mistakes. Used once. */
final class ModelPackageReader {
    private static final List<String> DTYPES =
            Stream.of(Dtype.values()).map(Dtype::wireName).toList();

    private final Path directory;
    private final Path description;
    private final List<String> problems = new ArrayList<>();

    ModelPackageReader(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        this.description = this.directory.resolve(ModelPackage.DESCRIPTION);
    }

    ModelPackage read() {
        YamlMapping document = YamlMapping.of(
                parse(), "", List.of("name", "version", "file", "inputs", "outputs"), problem -> report(problem));
        String name = document.requiredText("name", "what the model is called, for example card-fraud");
        String version = document.requiredText("version", "which version of the model this is, for example \"1\"");
        Path file = file(document);
        List<ModelPackage.Input> inputs = inputs(document);
        OutputMapping outputs = document.has("outputs")
                ? new OutputMappingReader(problem -> report(problem)).read(document.get("outputs"))
                : null;
        if (!problems.isEmpty() || name == null || version == null || file == null) {
            throw new SetupException(problems);
        }
        return new ModelPackage(name, version, directory, file, inputs, outputs);
    }

    private void report(String problem) {
        problems.add(description + ": " + problem);
    }

    private @Nullable Object parse() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setMaxAliasesForCollections(20);
        options.setNestingDepthLimit(20);
        options.setCodePointLimit(3 * 1024 * 1024);
        try (Reader reader = Files.newBufferedReader(description)) {
            return new Yaml(new SafeConstructor(options)).load(reader);
        } catch (NoSuchFileException e) {
            throw new SetupException(
                    Files.isDirectory(directory)
                            ? directory + ": has no " + ModelPackage.DESCRIPTION
                                    + ". Set model.path to a directory that holds one beside the model's file"
                            : directory + ": there is no such directory. Set model.path to a directory that holds a "
                                    + ModelPackage.DESCRIPTION + " and the model's file");
        } catch (CharacterCodingException e) {
            throw new SetupException(description + ": is not UTF-8 text");
        } catch (IOException e) {
            throw new SetupException(description + ": cannot be read: " + Lines.of(e));
        } catch (MarkedYAMLException e) {
            String place = e.getProblemMark() == null
                    ? ""
                    : "line " + (e.getProblemMark().getLine() + 1) + ", column "
                            + (e.getProblemMark().getColumn() + 1) + ": ";
            throw new SetupException(description + ": " + place + Lines.of(String.valueOf(e.getProblem())));
        } catch (YAMLException e) {
            throw new SetupException(description + ": " + Lines.of(e));
        }
    }

    private @Nullable Path file(YamlMapping document) {
        if (!document.has("file")) {
            return onlyModelFile(document);
        }
        String name = document.text("file");
        if (name == null) {
            return null;
        }
        Path file = directory.resolve(name).normalize();
        if (!file.startsWith(directory) || file.equals(directory)) {
            document.report("file", "'" + name + "' is outside of the package's directory");
            return null;
        }
        if (!Files.isRegularFile(file)) {
            document.report(
                    "file",
                    "there is no file '" + name + "' in " + directory + ". "
                            + Suggestion.of(name, fileNames(document)));
            return null;
        }
        return file;
    }

    private @Nullable Path onlyModelFile(YamlMapping document) {
        List<String> names = fileNames(document).stream()
                .filter(name -> name.endsWith(".onnx"))
                .toList();
        if (names.size() == 1) {
            return directory.resolve(names.get(0));
        }
        document.report(
                "file",
                names.isEmpty()
                        ? "missing, and " + directory + " has no file whose name ends in .onnx"
                        : "missing, and " + directory + " has several .onnx files: " + String.join(", ", names)
                                + ". Name the one to use");
        return null;
    }

    private List<String> fileNames(YamlMapping document) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            document.report("file", directory + " cannot be listed: " + Lines.of(e));
            return List.of();
        }
    }

    private List<ModelPackage.Input> inputs(YamlMapping document) {
        if (!document.has("inputs")) {
            document.report(
                    "inputs", "missing. It lists the model's input tensors and the event fields that feed each");
            return List.of();
        }
        List<?> nodes = document.list("inputs");
        List<ModelPackage.Input> inputs = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; nodes != null && i < nodes.size(); i++) {
            YamlMapping mapping = YamlMapping.of(
                    nodes.get(i),
                    "inputs[" + i + "]",
                    List.of("tensor", "dtype", "missing", "features"),
                    problem -> report(problem));
            ModelPackage.Input input = input(mapping);
            if (input != null) {
                if (!seen.add(input.tensor())) {
                    mapping.report(
                            "tensor",
                            "'" + input.tensor() + "' is mapped twice. List all of its features in one entry");
                }
                inputs.add(input);
            }
        }
        return inputs;
    }

    private ModelPackage.@Nullable Input input(YamlMapping mapping) {
        int before = problems.size();
        String tensor = mapping.requiredText("tensor", "which input of the model the features make");
        Dtype dtype = dtype(mapping);
        MissingValue missing =
                mapping.has("missing") ? missing(mapping, mapping.get("missing")) : new MissingValue.Reject();
        List<Feature> features = new ArrayList<>();
        if (!mapping.has("features")) {
            mapping.report("features", "missing. It lists the event fields that make the tensor's columns, in order");
        } else {
            features(mapping, missing, features);
        }
        if (tensor == null || problems.size() > before) {
            return null;
        }
        return new ModelPackage.Input(tensor, dtype, features);
    }

    private void features(YamlMapping mapping, MissingValue missing, List<Feature> features) {
        List<?> nodes = mapping.list("features");
        Set<FieldPath> seen = new HashSet<>();
        for (int i = 0; nodes != null && i < nodes.size(); i++) {
            Object node = nodes.get(i);
            String place = "features[" + i + "]";
            FieldPath field;
            MissingValue own = missing;
            if (node instanceof Map) {
                YamlMapping form = YamlMapping.of(
                        node, mapping.pathOf(place), List.of("field", "missing"), problem -> report(problem));
                field = field(form, "field", form.requiredText("field", "which field of the event this column holds"));
                if (form.has("missing")) {
                    own = missing(form, form.get("missing"));
                }
            } else {
                field = field(mapping, place, mapping.text(node, place));
            }
            if (field != null) {
                if (!seen.add(field)) {
                    mapping.report(place, "the field '" + field + "' is listed twice in one tensor");
                }
                features.add(new Feature(field, own));
            }
        }
    }

    private static @Nullable FieldPath field(YamlMapping mapping, String key, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return FieldPath.parse(text);
        } catch (IllegalArgumentException e) {
            mapping.report(key, Lines.of(e));
            return null;
        }
    }

    private static @Nullable Dtype dtype(YamlMapping mapping) {
        String name = mapping.text("dtype");
        if (name == null) {
            return null;
        }
        if (!DTYPES.contains(name)) {
            mapping.report("dtype", "unknown element type '" + name + "'. " + Suggestion.of(name, DTYPES));
            return null;
        }
        return Dtype.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static MissingValue missing(YamlMapping mapping, @Nullable Object node) {
        if (node instanceof Number number && !Double.isInfinite(number.doubleValue())) {
            return new MissingValue.Constant(number.doubleValue());
        }
        if (node instanceof Boolean truth) {
            return new MissingValue.Constant(truth ? 1 : 0);
        }
        if ("nan".equalsIgnoreCase(String.valueOf(node))) {
            return new MissingValue.Constant(Double.NaN);
        }
        if (!"reject".equals(node)) {
            mapping.report("missing", "expected reject, nan or a number, found " + YamlMapping.describe(node));
        }
        return new MissingValue.Reject();
    }
}
