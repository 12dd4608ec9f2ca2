package io.streamscorer.features;

/**
 * A linear change of each number on its way into a floating-point tensor: {@code (x - subtract) / divide}, computed in float64 and rounded to the
 * tensor's dtype once.
 *
 * @param subtract what is taken off first
 * @param divide what it is then divided by, finite and not 0
 */
public record Scaling(double subtract, double divide) {
    /** The number as it is. */
    public static final Scaling NONE = new Scaling(0, 1);

    public Scaling {
        if (!Double.isFinite(subtract) || !Double.isFinite(divide) || divide == 0) {
            throw new IllegalArgumentException(
                    "A scaling needs finite numbers and a divisor other than 0, not " + subtract + " and " + divide);
        }
    }

    /** The scaled number. */
    public double apply(double value) {
        return (value - subtract) / divide;
    }
}
