package io.streamscorer.packaging;

import java.nio.file.Path;

/**
 * Events with the predictions that the model should make for them.
 *
 * @param file a file in the package's directory: one JSON object per line
 * @param tolerance how far a number may be from the expected one, at least 0
 */
public record Samples(Path file, double tolerance) {
    /** The tolerance where none is given: what float32 arithmetic leaves open. */
    public static final double DEFAULT_TOLERANCE = 1e-5;
}
