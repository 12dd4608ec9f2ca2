package io.streamscorer.benchmarks.report;

import java.util.Collection;

/** What is made of a few samples. */
public final class Statistics {
    private Statistics() {}

    /**
     * The value in the middle; the mean of the two in the middle where their number is even.
     *
     * @param values at least one, none of them NaN
     */
    public static double median(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("There is no median of nothing");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * How far the values lie apart: the difference of the largest and the smallest as a part of the median.
     *
     * @param values at least one, none of them NaN
     */
    public static double spread(Collection<Double> values) {
        double smallest = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double largest = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return (largest - smallest) / median(values);
    }

    /**
     * How often one fits into the other.
     *
     * @throws IllegalArgumentException if the reference is not above 0
     */
    public static double ratio(double value, double reference) {
        if (!(reference > 0)) {
            throw new IllegalArgumentException("There is no ratio to " + reference);
        }
        return value / reference;
    }
}
