package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.report.Statistics;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * One contestant's throughput in one round.
 *
 * @param round the number of the round; what has the same number was measured within seconds
 * @param recordsPerSecond records appended to the output per second
 * @param records how many were appended in the measured time
 * @param seconds the measured time
 * @param cpuMicrosPerRecord processor time of the contestant's process per record, in microseconds
 * @param allocatedBytesPerRecord heap that the contestant's threads allocated per record, in bytes
 * @param collectionPercent the part of the measured time that its collectors say they took
 * @param peakResidentBytes the most resident memory that the process has had; 0 where it is not known
 */
public record ThroughputSample(
        int round,
        double recordsPerSecond,
        long records,
        double seconds,
        double cpuMicrosPerRecord,
        double allocatedBytesPerRecord,
        double collectionPercent,
        long peakResidentBytes) {
    /**
     * The median of what samples say.
     *
     * @param samples at least one
     */
    public static double median(Collection<ThroughputSample> samples, ToDoubleFunction<ThroughputSample> figure) {
        return Statistics.median(samples.stream().map(figure::applyAsDouble).toList());
    }
}
