package io.streamscorer.features;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What a {@link Segment}'s code calls: single reads of little-endian numbers and writes of cells. The callers have looked at the limit. */
final class Moves {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_CELL =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG_CELL =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Moves() {}

    static float float32(byte[] bytes, int at) {
        return Float.intBitsToFloat((int) INT.get(bytes, at));
    }

    static double float64(byte[] bytes, int at) {
        return Double.longBitsToDouble((long) LONG.get(bytes, at));
    }

    static void putByte(byte[] cells, int at, int value) {
        cells[at] = (byte) value;
    }

    static void putInt(byte[] cells, int at, int value) {
        INT_CELL.set(cells, at, value);
    }

    static void putLong(byte[] cells, int at, long value) {
        LONG_CELL.set(cells, at, value);
    }

    static void putFloat(byte[] cells, int at, float value) {
        INT_CELL.set(cells, at, Float.floatToRawIntBits(value));
    }

    static void putDouble(byte[] cells, int at, double value) {
        LONG_CELL.set(cells, at, Double.doubleToRawLongBits(value));
    }

    /** Writes a double as float32, unless it is finite and would become infinite; says whether it did. */
    static boolean putRounded(byte[] cells, int at, double value) {
        float rounded = (float) value;
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            return false;
        }
        putFloat(cells, at, rounded);
        return true;
    }

    /** How many bytes a variable-length integer has, of which eight may be read: 1 to 8, or 0 if it is longer. */
    static int varintLength(byte[] bytes, int at) {
        long last = ~(long) LONG.get(bytes, at) & 0x8080808080808080L;
        return last == 0 ? 0 : (Long.numberOfTrailingZeros(last) + 1) >>> 3;
    }

    /** The variable-length integer of as many bytes, 1 to 8, its zig-zag coding undone; the groups of seven bits are pushed together by pairs. */
    static long varint(byte[] bytes, int at, int length) {
        long word = (long) LONG.get(bytes, at) & (-1L >>> (Long.SIZE - 8 * length)) & 0x7f7f7f7f7f7f7f7fL;
        word = (word & 0x007f007f007f007fL) | ((word & 0x7f007f007f007f00L) >>> 1);
        word = (word & 0x00003fff00003fffL) | ((word & 0x3fff00003fff0000L) >>> 2);
        word = (word & 0x000000000fffffffL) | ((word & 0x0fffffff00000000L) >>> 4);
        return (word >>> 1) ^ -(word & 1);
    }
}
