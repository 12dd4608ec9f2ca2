package io.streamscorer.model;

import io.streamscorer.engine.EngineSettings;

/**
 * How a model is run.
 *
 * @param engine the device and the threads
 * @param maxBatchRows the largest number of rows that is scored at a time, at least 1: the model is warmed up with it
 */
public record ModelSettings(EngineSettings engine, int maxBatchRows) {
    public ModelSettings {
        if (maxBatchRows < 1) {
            throw new IllegalArgumentException("maxBatchRows must be at least 1, not " + maxBatchRows);
        }
    }

    /**
     * Names the parts.
     *
     * @see EngineSettings
     */
    public ModelSettings(String device, int threads, int maxBatchRows) {
        this(new EngineSettings(device, threads), maxBatchRows);
    }
}
