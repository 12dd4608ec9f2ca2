package io.streamscorer.model;

import java.util.regex.Pattern;

/**
 * How a model is run.
 *
 * @param device {@code auto} (a GPU where the engine can use one, else the CPU), {@code cpu}, {@code gpu} (the first) or {@code gpu:N}
 * @param threads how many threads the engine uses within one call, at least 1. With one, the calling thread does the work
 * @param maxBatchRows the largest number of rows that is scored at a time, at least 1: the model is warmed up with it
 */
public record ModelSettings(String device, int threads, int maxBatchRows) {
    private static final Pattern DEVICE = Pattern.compile("auto|cpu|gpu(:\\d{1,4})?");

    public ModelSettings {
        if (!DEVICE.matcher(device).matches()) {
            throw new IllegalArgumentException("device must be auto, cpu, gpu or gpu:N, not '" + device + "'");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (maxBatchRows < 1) {
            throw new IllegalArgumentException("maxBatchRows must be at least 1, not " + maxBatchRows);
        }
    }

    /** The device {@code auto} and one thread. */
    public static ModelSettings withMaxBatchRows(int maxBatchRows) {
        return new ModelSettings("auto", 1, maxBatchRows);
    }
}
