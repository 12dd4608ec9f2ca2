package io.streamscorer.benchmarks.suite;

import java.util.List;

/**
 * How long the scorer takes from the start of its process to its first prediction in a reader's hands.
 *
 * @param model the model
 * @param seconds one for each start
 */
public record StartResult(String model, List<Double> seconds) {
    public StartResult {
        seconds = List.copyOf(seconds);
    }
}
