package io.streamscorer.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Results as JSON, one file for each section of a run, so that a section can be measured again alone. Thread-safe.
 *
 * @param directory where they are
 */
public record ResultFiles(Path directory) {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * What a file holds.
     *
     * @param environment where it was measured
     * @param result a section's result
     */
    public record Stored<T>(Environment environment, T result) {}

    /** Writes a section's result; what was there is replaced. */
    public <T> void write(String section, Environment environment, T result) {
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    file(section),
                    MAPPER.writeValueAsString(new Stored<>(environment, result)) + System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file(section), e);
        }
    }

    /** Reads a section's result; empty where it was never measured. */
    public <T> Optional<Stored<T>> read(String section, Class<T> type) {
        if (!Files.exists(file(section))) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(
                    file(section).toFile(), MAPPER.getTypeFactory().constructParametricType(Stored.class, type)));
        } catch (IOException e) {
            throw new UncheckedIOException(file(section) + " is no result of this version: measure it again", e);
        }
    }

    private Path file(String section) {
        return directory.resolve(section + ".json");
    }
}
