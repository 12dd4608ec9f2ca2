package io.streamscorer.features;

/** Conversions of IEEE 754 binary16, whose numbers are at most 65504 in size and have 11 significant bits. */
final class Float16 {
    /** Half-way between the largest number and the next that there would be: from here on, numbers round to infinity. */
    static final double OVERFLOW = 65520;

    private static final short INFINITY = 0x7c00;
    private static final int QUIET_NAN = 0x7e00;
    private static final int SIGN = 0x8000;
    private static final int FRACTION_BITS = 10;
    private static final int FRACTION = (1 << FRACTION_BITS) - 1;
    private static final int BIAS = 15;
    private static final int MIN_EXPONENT = -14;

    private Float16() {}

    /**
     * The nearest binary16 number, of two that are as near the one with an even fraction; it is rounded once. NaN stays NaN with its sign.
     */
    static short of(double value) {
        int sign = (int) (Double.doubleToRawLongBits(value) >>> 48) & SIGN;
        double size = Math.abs(value);
        if (!(size < OVERFLOW)) {
            return (short) (sign | (Double.isNaN(value) ? QUIET_NAN : INFINITY));
        }
        // Scaled by a power of two, which is exact, so that the last bit of the fraction is worth 1; a fraction that
        // rounds up to the next
        // power of two carries into the exponent, as it must. Below the smallest exponent all numbers have that one.
        int exponent = Math.max(Math.getExponent(size), MIN_EXPONENT);
        int fraction = (int) Math.rint(Math.scalb(size, FRACTION_BITS - exponent));
        return (short) (sign | (((exponent - MIN_EXPONENT) << FRACTION_BITS) + fraction));
    }

    /** The same number as float32. */
    static float toFloat(short bits) {
        int exponent = (bits >>> FRACTION_BITS) & 0x1f;
        int fraction = bits & FRACTION;
        float size;
        if (exponent == 0) {
            size = fraction * 0x1p-24f;
        } else if (exponent == 0x1f) {
            size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            size = Float.intBitsToFloat(
                    ((exponent - BIAS + Float.MAX_EXPONENT) << 23) | (fraction << (23 - FRACTION_BITS)));
        }
        return bits < 0 ? -size : size;
    }

    /** Whether the number is infinite. */
    static boolean isInfinite(short bits) {
        return (bits & 0x7fff) == INFINITY;
    }
}
