package io.streamscorer.features;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** All binary16 numbers that are not negative, worked out from the definition, and the nearest of them by exact distances. */
final class HalfTable {
    /** The bits by the number, with the infinity in the place where the next number would be. */
    private static final TreeMap<BigDecimal, Integer> BITS = new TreeMap<>();

    static {
        for (int bits = 0; bits <= 0x7c00; bits++) {
            BITS.put(new BigDecimal(value(bits)), bits);
        }
    }

    private HalfTable() {}

    private static double value(int bits) {
        int exponent = bits >> 10;
        int fraction = bits & 0x3ff;
        return exponent == 0 ? fraction * Math.pow(2, -24) : (1024 + fraction) * Math.pow(2, exponent - 25);
    }

    /** The bits of the nearest number, of two as near the even one. */
    static int nearestBits(double number) {
        if (Double.isNaN(number)) {
            return 0x7e00;
        }
        int sign = Double.doubleToRawLongBits(number) < 0 ? 0x8000 : 0;
        if (Double.isInfinite(number)) {
            return sign | 0x7c00;
        }
        BigDecimal size = new BigDecimal(Math.abs(number));
        Map.Entry<BigDecimal, Integer> below = BITS.floorEntry(size);
        Map.Entry<BigDecimal, Integer> above = BITS.ceilingEntry(size);
        if (above == null) {
            return sign | 0x7c00;
        }
        int order = size.subtract(below.getKey()).compareTo(above.getKey().subtract(size));
        boolean down = order < 0 || order == 0 && (below.getValue() & 1) == 0;
        return sign | (down ? below.getValue() : above.getValue());
    }

    /** The nearest number. */
    static Float nearest(double number) {
        return toFloat(nearestBits(number));
    }

    static float toFloat(int bits) {
        int size = bits & 0x7fff;
        double value = size > 0x7c00 ? Double.NaN : size == 0x7c00 ? Double.POSITIVE_INFINITY : value(size);
        return (float) (bits >= 0x8000 ? -value : value);
    }
}
