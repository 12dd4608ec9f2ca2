package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.measure.LatencySample;
import java.util.List;

/**
 * The scorer with several {@code linger.ms}, under at-least-once, where nothing else makes a prediction wait.
 *
 * @param workload what was scored
 * @param choices one for each value
 */
public record LingerResult(String workload, List<Choice> choices) {
    public LingerResult {
        choices = List.copyOf(choices);
    }

    /**
     * One value.
     *
     * @param lingerMillis the producer's {@code linger.ms}
     * @param largestEventsPerSecond the largest rate with generator and reader running
     * @param atHalf the latencies at half of the largest rate that the scorer bears with its own {@code linger.ms}
     * @param atLowLoad the latencies at 10 events per second
     */
    public record Choice(
            int lingerMillis, double largestEventsPerSecond, LatencySample atHalf, LatencySample atLowLoad) {}
}
