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

    static void count(byte[] cells, int at) {
        INT_CELL.set(cells, at, (int) INT_CELL.get(cells, at) + 1);
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

    /** An integer without its zig-zag coding. */
    static long unzigzag(long bits) {
        return (bits >>> 1) ^ -(bits & 1);
    }
}
