package io.streamscorer.telemetry;

import java.util.Arrays;

/**
 * Counts one thread's scores by bucket and hands them to the {@link ScoreHistogram} once a batch, so that a score costs a few comparisons and no
 * access to shared memory. Not thread-safe.
 */
public final class ScoreTally {
    /*
     * The bucket is found by a binary search without a branch that depends on the score: bounds are padded with infinity to a power of two less
     * one, so that each search takes the same steps, which compile to conditional moves.
     */
    private final ScoreHistogram histogram;
    private final double[] bounds;
    private final int[] counts;
    private int nan;
    private double sum;

    ScoreTally(ScoreHistogram histogram) {
        this.histogram = histogram;
        int size = Integer.highestOneBit(histogram.bounds().length) << 1;
        this.bounds = Arrays.copyOf(histogram.bounds(), size);
        Arrays.fill(bounds, histogram.bounds().length, size, Double.POSITIVE_INFINITY);
        this.counts = new int[size];
    }

    /** Counts a score. */
    public void add(double score) {
        if (Double.isNaN(score)) {
            nan++;
            return;
        }
        int bucket = 0;
        for (int step = bounds.length >>> 1; step > 0; step >>>= 1) {
            bucket += bounds[bucket + step - 1] < score ? step : 0;
        }
        counts[bucket]++;
        sum += Double.isInfinite(score) ? 0 : score;
    }

    /** Hands over what was counted since the last call, and counts from 0 again. */
    public void handOver() {
        histogram.add(counts, nan, sum);
        clear();
    }

    /** Forgets what was counted since it was last handed over. */
    public void clear() {
        Arrays.fill(counts, 0);
        nan = 0;
        sum = 0;
    }
}
