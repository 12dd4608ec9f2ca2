package io.streamscorer.features;

import io.streamscorer.failure.RecordException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.avro.LogicalTypes;

/**
 * The number that a decimal stands for (Avro specification, "Decimal"): a big-endian two's-complement integer over a power of ten. It becomes
 * the nearest float64, or, for a tensor of integers, a long.
 *
 * <p>An integer of at most 53 bits and a power of up to 10<sup>22</sup> are float64 numbers themselves, so that their quotient is rounded once
 * and right (Clinger, "How to read floating point numbers accurately", 1990). All else goes through {@link BigDecimal}, which allocates.
 */
final class DecimalNumber {
    private static final long EXACT = 1L << 53;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private final int scale;
    /** More bytes than any number of the precision has: what is longer is not worth the time that its conversion takes. */
    private final int maxBytes;

    DecimalNumber(LogicalTypes.Decimal type) {
        scale = type.getScale();
        maxBytes = 16 + type.getPrecision() / 2;
    }

    /** Writes the number that the bytes from {@code from} to {@code to}, exclusive, are into an element. */
    void put(byte[] source, int from, int to, Cell cell, byte[] cells, int element) throws RecordException {
        if (from == to) {
            throw InvalidFeature.because(
                    cell.feature().field(), "a decimal needs at least one byte, the event has none");
        }
        int first = from;
        while (to - first > 1 && source[first] == source[first + 1] >> 7) {
            first++; // a byte that only repeats the sign
        }
        int count = to - first;
        if (count > maxBytes) {
            throw cell.outOfRange();
        }
        if (count > Long.BYTES) {
            if (!cell.dtype().isFloating()) {
                throw cell.outOfRange();
            }
            putRounded(new BigDecimal(new BigInteger(source, first, count), scale), cell, cells, element);
            return;
        }
        long unscaled = source[first];
        for (int i = first + 1; i < to; i++) {
            unscaled = (unscaled << 8) | (source[i] & 0xff);
        }
        if (!cell.dtype().isFloating()) {
            cell.put(cells, element, unscaled);
        } else if (scale < POWERS.length && unscaled >= -EXACT && unscaled <= EXACT) {
            cell.put(cells, element, unscaled / POWERS[scale]);
        } else {
            putRounded(BigDecimal.valueOf(unscaled, scale), cell, cells, element);
        }
    }

    private static void putRounded(BigDecimal number, Cell cell, byte[] cells, int element) throws RecordException {
        double rounded = number.doubleValue();
        if (Double.isInfinite(rounded)) {
            throw cell.outOfRange();
        }
        cell.put(cells, element, rounded);
    }
}
