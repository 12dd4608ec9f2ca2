package io.streamscorer.benchmarks.suite;

/**
 * Whether a figure stayed where it was: its median in the last third of a soak against that in the first.
 *
 * @param measure what was measured, with its unit
 * @param first the median of the first third
 * @param last the median of the last third
 * @param bound the last that still counts as flat: the most, or the least where the figure should not fall
 * @param flat the verdict
 */
public record Flatness(String measure, double first, double last, double bound, boolean flat) {
    /**
     * Of a figure that should not grow; that it falls is no harm.
     *
     * @param part by what part of the first it may grow
     * @param least by how much it may grow at least
     */
    static Flatness notGrowing(String measure, double first, double last, double part, double least) {
        double bound = first + Math.max(first * part, least);
        return new Flatness(measure, first, last, bound, last <= bound);
    }

    /**
     * Of a figure that should not fall.
     *
     * @param part by what part of the first it may fall
     */
    static Flatness notFalling(String measure, double first, double last, double part) {
        double bound = first * (1 - part);
        return new Flatness(measure, first, last, bound, last >= bound);
    }
}
