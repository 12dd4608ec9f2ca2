package io.streamscorer.cli;

import io.streamscorer.config.ScorerConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the settings file. */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "The settings, a properties file. Environment variables override it: SCORER_INPUT_TOPIC is input.topic.")
    private @Nullable Path file;

    ScorerConfig load() {
        return ScorerConfig.load(file, System.getenv());
    }
}
