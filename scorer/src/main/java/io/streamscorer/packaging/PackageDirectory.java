package io.streamscorer.packaging;

import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory of a model package, in which the files that it names must be. */
record PackageDirectory(Path path) {
    /** Endings of files that are models and nothing else. */
    private static final List<String> ENDINGS = List.of(".onnx", ".ubj", ".pt", ".pth");

    /** The file that a key names; null, reported, where it is outside of the directory or not there. */
    @Nullable
    Path file(YamlMapping mapping, String key) {
        Path file = inside(mapping, key);
        if (file != null && !Files.isRegularFile(file)) {
            Path parent = file.getParent();
            mapping.report(
                    key,
                    "there is no file '" + mapping.get(key) + "' in " + path + ". "
                            + Suggestion.of(
                                    String.valueOf(file.getFileName()),
                                    fileNames(parent != null && Files.isDirectory(parent) ? parent : path)));
            return null;
        }
        return file;
    }

    /** What a key names in the directory, whether it is there or not; null, reported, where it is outside. */
    @Nullable
    Path inside(YamlMapping mapping, String key) {
        String name = mapping.text(key);
        if (name == null) {
            return null;
        }
        Path file = path.resolve(name).normalize();
        if (!file.startsWith(path) || file.equals(path)) {
            mapping.report(key, "'" + name + "' is outside of the package's directory");
            return null;
        }
        return file;
    }

    /** The only model's file of a directory; null, reported under a key, where there are none or several. */
    static @Nullable Path onlyModel(Path directory, YamlMapping mapping, String key) {
        List<String> names = fileNames(directory).stream()
                .filter(name -> ENDINGS.stream().anyMatch(name::endsWith))
                .toList();
        if (names.size() == 1) {
            return directory.resolve(names.get(0));
        }
        mapping.report(
                key,
                names.isEmpty()
                        ? "missing, and " + directory + " has no file whose name ends in " + String.join(", ", ENDINGS)
                        : "missing, and " + directory + " has several models: " + String.join(", ", names)
                                + ". Name the one to use");
        return null;
    }

    private static List<String> fileNames(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SetupException(directory + ": cannot be listed: " + Lines.of(e));
        }
    }
}
