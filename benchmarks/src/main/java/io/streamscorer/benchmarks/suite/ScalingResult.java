package io.streamscorer.benchmarks.suite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How throughput grows, under exactly-once.
 *
 * @param dimensions one for each thing that was changed
 */
public record ScalingResult(List<Dimension> dimensions) {
    public ScalingResult {
        dimensions = List.copyOf(dimensions);
    }

    /**
     * One thing that was changed while all else stayed as it was.
     *
     * @param name what was changed
     * @param points in ascending order
     */
    public record Dimension(String name, List<Point> points) {
        public Dimension {
            points = List.copyOf(points);
        }
    }

    /**
     * One setting of it.
     *
     * @param value what it was set to
     * @param scorerRecordsPerSecond the scorer's median throughput
     * @param copyRecordsPerSecond the copy's, or null where the setting means nothing to it
     */
    public record Point(
            int value,
            double scorerRecordsPerSecond,
            @Nullable Double copyRecordsPerSecond) {}
}
