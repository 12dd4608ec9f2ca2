package io.streamscorer.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis from 0 to a round number, with marks at round numbers.
 *
 * @param step the distance of the marks: 1, 2 or 5 times a power of ten
 * @param end the last mark
 */
record Scale(double step, double end) {
    private static final int MARKS = 6;

    /** An axis that holds all values up to the largest. */
    static Scale upTo(double largest) {
        return upTo(largest, MARKS);
    }

    /**
     * An axis that holds all values up to the largest.
     *
     * @param marks about how many marks it has at most
     */
    static Scale upTo(double largest, int marks) {
        double bound = largest > 0 ? largest : 1;
        double rough = bound / marks;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = 10 * power;
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power >= rough * (1 - 1e-9)) {
                step = factor * power;
                break;
            }
        }
        return new Scale(step, Math.ceil(bound / step - 1e-9) * step);
    }

    /** The marks, 0 the first. */
    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        for (int i = 0; i <= Math.round(end / step); i++) {
            marks.add(i * step);
        }
        return marks;
    }

    /** A mark's text. */
    String text(double mark) {
        return String.format(Locale.ROOT, step >= 1 ? "%,.0f" : "%.2f", mark);
    }
}
