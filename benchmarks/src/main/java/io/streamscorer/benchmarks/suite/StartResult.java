package io.streamscorer.benchmarks.suite;

import java.util.List;

/**
 * How long the scorer takes from the start of its process to its first prediction in a reader's hands.
 *
 * @param model the model
 * @param seconds one for each start as unpacked
 * @param archivedSeconds one for each start with an archive of the classes that a run before loaded
 */
public record StartResult(String model, List<Double> seconds, List<Double> archivedSeconds) {
    public StartResult {
        seconds = List.copyOf(seconds);
        archivedSeconds = List.copyOf(archivedSeconds);
    }
}
