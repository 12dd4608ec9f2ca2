package io.streamscorer.benchmarks.stage;

import java.nio.file.Path;

/**
 * Where things are.
 *
 * @param distribution the scorer's unpacked distribution, with {@code lib/} and {@code conf/}
 * @param models the folder of the model packages
 * @param work the folder of the run's files, which belongs to the harness
 * @param keep whether the run's files stay
 */
public record StagePlaces(Path distribution, Path models, Path work, boolean keep) {}
