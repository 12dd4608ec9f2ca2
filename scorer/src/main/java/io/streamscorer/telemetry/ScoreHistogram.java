package io.streamscorer.telemetry;

import java.util.Arrays;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** How many predictions had which score: counts by upper bound, and the scores' sum. Thread-safe; each thread adds through a {@link ScoreTally}. */
public final class ScoreHistogram {
    private static final double[] PROBABILITIES = {
        0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1
    };
    private static final double[] NUMBERS = {
        -1e6, -1e5, -1e4, -1e3, -100, -10, -5, -2, -1, -0.5, -0.1, 0, 0.1, 0.5, 1, 2, 5, 10, 100, 1e3, 1e4, 1e5, 1e6
    };

    private final double[] bounds;
    private final LongAdder[] buckets;
    private final LongAdder notNumbers = new LongAdder();
    private final DoubleAdder sum = new DoubleAdder();

    private ScoreHistogram(double[] bounds) {
        this.bounds = bounds.clone();
        this.buckets = new LongAdder[bounds.length + 1];
        Arrays.setAll(buckets, i -> new LongAdder());
    }

    /** For scores from 0 to 1, finer towards both ends. */
    public static ScoreHistogram ofProbabilities() {
        return new ScoreHistogram(PROBABILITIES);
    }

    /** For scores of any size and sign, by powers of ten. */
    public static ScoreHistogram ofNumbers() {
        return new ScoreHistogram(NUMBERS);
    }

    /** A new tally for one thread. */
    public ScoreTally tally() {
        return new ScoreTally(this);
    }

    /** The buckets' upper bounds, inclusive and ascending; one more bucket holds what is above them all. Not to be changed. */
    double[] bounds() {
        return bounds;
    }

    /** The counts, of each bucket alone. */
    public long[] counts() {
        return Arrays.stream(buckets).mapToLong(LongAdder::sum).toArray();
    }

    /** The sum of all finite scores. */
    public double sum() {
        return sum.sum();
    }

    /** How many scores were NaN; they are in no bucket. */
    long notNumbers() {
        return notNumbers.sum();
    }

    /** Adds what a tally has counted. */
    void add(int[] counts, int nan, double added) {
        for (int i = 0; i < buckets.length; i++) {
            if (counts[i] > 0) {
                buckets[i].add(counts[i]);
            }
        }
        notNumbers.add(nan);
        sum.add(added);
    }
}
