package io.streamscorer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamscorer.failure.SetupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A settings file with every required setting, and what a test adds to it. */
final class SettingsFixture {
    private final Path directory;

    SettingsFixture(Path directory) {
        this.directory = directory;
    }

    /** The required settings on lines 1 to 7, but those that the lines give themselves; the lines from 8 on. */
    Path write(String... lines) {
        try {
            Path model = Files.createDirectories(directory.resolve("model"));
            Path file = directory.resolve("scorer.properties");
            List<String> required = List.of(
                    "bootstrap.servers=one:9092,two:9092",
                    "application.id=scorer",
                    "input.topic=events",
                    "output.topic=predictions",
                    "dead.letter.topic=dead-letters",
                    "schema.registry.url=http://registry:8081",
                    "model.path=" + model);
            Set<String> given = Stream.of(lines).map(SettingsFixture::key).collect(Collectors.toSet());
            Stream<String> kept = required.stream().map(line -> given.contains(key(line)) ? "#" : line);
            return Files.write(file, Stream.concat(kept, Stream.of(lines)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(String line) {
        return line.split("[=: ]", 2)[0];
    }

    ScorerConfig load(String... lines) {
        return load(Map.of(), lines);
    }

    ScorerConfig load(Map<String, String> environment, String... lines) {
        return ScorerConfig.load(write(lines), environment);
    }

    List<String> problems(String... lines) {
        return problems(Map.of(), lines);
    }

    List<String> problems(Map<String, String> environment, String... lines) {
        Path file = write(lines);
        SetupException thrown = catchThrowableOfType(SetupException.class, () -> ScorerConfig.load(file, environment));
        assertThat(thrown)
                .as("problems with " + List.of(lines) + " and " + environment)
                .isNotNull();
        return thrown.problems();
    }
}
