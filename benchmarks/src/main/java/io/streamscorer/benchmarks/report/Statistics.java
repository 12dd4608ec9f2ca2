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
     * The value below which a part of the values lies, interpolated between neighbours (type 7 of Hyndman and Fan 1996).
     *
     * @param values at least one, none of them NaN
     * @param part from 0 to 1
     */
    public static double quantile(Collection<Double> values, double part) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double at = part * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
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
