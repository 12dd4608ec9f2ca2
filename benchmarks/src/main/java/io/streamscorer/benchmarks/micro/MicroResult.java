package io.streamscorer.benchmarks.micro;

import java.util.List;

/**
 * What the JMH benchmarks measured.
 *
 * @param lines one for each benchmark and parameter
 */
public record MicroResult(List<Line> lines) {
    public MicroResult {
        lines = List.copyOf(lines);
    }

    /**
     * One benchmark.
     *
     * @param group the benchmark's class, within which lines are compared
     * @param name the benchmark's method, and its parameter
     * @param nanosPerRecord the mean time of one record
     * @param errorNanos half the width of JMH's confidence interval of 99.9 %
     * @param allocatedBytesPerRecord heap that one record allocates; JMH's own noise is some hundredths
     */
    public record Line(
            String group, String name, double nanosPerRecord, double errorNanos, double allocatedBytesPerRecord) {}

    /** How many times as long as the group's first line, which is the scorer's, a line takes. */
    public double timesTheFirst(Line line) {
        return line.nanosPerRecord() / firstOf(line.group()).nanosPerRecord();
    }

    private Line firstOf(String group) {
        return lines.stream()
                .filter(line -> line.group().equals(group))
                .findFirst()
                .orElseThrow();
    }
}
