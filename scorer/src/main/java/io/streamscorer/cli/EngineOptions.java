package io.streamscorer.cli;

import io.streamscorer.engine.EngineSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say where and how a model runs. */
final class EngineOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = "Where the model runs: auto (the default), cpu, gpu or gpu:N.")
    private String device = "auto";

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "CPU threads that the engine uses for one batch. Default: ${DEFAULT-VALUE}.")
    private int threads = 1;

    /** @throws ParameterException if the options do not say what they must */
    EngineSettings settings() {
        try {
            return new EngineSettings(device, threads);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--" + e.getMessage());
        }
    }
}
