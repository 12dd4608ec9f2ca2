package io.streamscorer.engine;

import java.util.regex.Pattern;

/**
 * How an engine runs a model.
 *
 * @param device {@code auto} (a GPU where the engine can use one, else the CPU), {@code cpu}, {@code gpu} (the first) or {@code gpu:N}
 * @param threads how many threads the engine uses within one call, at least 1. With one, the calling thread does the work
 */
public record EngineSettings(String device, int threads) {
    private static final Pattern DEVICE = Pattern.compile("auto|cpu|gpu(:\\d{1,4})?");

    public EngineSettings {
        if (!DEVICE.matcher(device).matches()) {
            throw new IllegalArgumentException("device must be auto, cpu, gpu or gpu:N, not '" + device + "'");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
    }
}
