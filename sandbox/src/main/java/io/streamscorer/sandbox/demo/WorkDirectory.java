package io.streamscorer.sandbox.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A temporary directory for a run's files, deleted when closed unless it is to be kept. Safe for use by several threads. */
final class WorkDirectory implements AutoCloseable {
    private final Path path;
    private final boolean keep;

    private WorkDirectory(Path path, boolean keep) {
        this.path = path;
        this.keep = keep;
    }

    /** Makes a new one. The caller closes it. */
    static WorkDirectory create(boolean keep) {
        try {
            return new WorkDirectory(Files.createTempDirectory("stream-scorer-demo-"), keep);
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory for the demo's files", e);
        }
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /** The path of a file or folder in it, which need not exist. */
    Path file(String name) {
        return path.resolve(name);
    }

    /** A new folder in it. */
    Path subdirectory(String name) {
        try {
            return Files.createDirectory(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not make " + file(name), e);
        }
    }

    @Override
    public void close() {
        if (keep) {
            return;
        }
        try (var files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's files could not be deleted: " + path, e);
        }
    }
}
