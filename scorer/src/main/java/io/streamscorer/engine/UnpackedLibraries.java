package io.streamscorer.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The native libraries that engines unpacked under {@code java.io.tmpdir} for this process alone. Java deletes such files when a process ends by
 * itself, but not when it is killed or halts: 20 MB would be left each time, and more with a GPU. Thread-safe.
 */
public final class UnpackedLibraries {
    /** Where Linux lists what this process has in its memory. */
    private static final Path MAPS = Path.of("/proc/self/maps");

    private static final Pattern UNPACKED =
            Pattern.compile("/(.*/)?(onnxruntime-java\\d+/lib[^/]+|libxgboost4j\\d*)\\.so");

    private UnpackedLibraries() {}

    /**
     * Deletes the files of those that are loaded; what is loaded stays loaded. Where that cannot be, as elsewhere than on Linux, they are
     * deleted when Java ends by itself.
     */
    public static void delete() {
        try {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
            for (Path library : loaded(temporary)) {
                Files.deleteIfExists(library);
                Path directory = library.getParent();
                if (directory != null && !directory.equals(temporary) && isEmpty(directory)) {
                    Files.deleteIfExists(directory);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Then Java deletes them in the end.
        }
    }

    private static Set<Path> loaded(Path temporary) throws IOException {
        if (!Files.isReadable(MAPS)) {
            return Set.of();
        }
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.map(line -> UNPACKED.matcher(line.substring(Math.max(0, line.indexOf('/')))))
                    .filter(Matcher::matches)
                    .map(file -> Path.of(file.group()))
                    .filter(file -> file.startsWith(temporary))
                    .collect(Collectors.toSet());
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}
