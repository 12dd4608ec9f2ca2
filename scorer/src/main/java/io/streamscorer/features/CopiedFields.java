package io.streamscorer.features;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The fields that are copied from each event into its Prediction, already in Avro's binary form: for each row a sequence of map entries
 * (key, union branch, value) as {@code Prediction.fields} has them, without the map's block headers. Rows are written in ascending order
 * from 0; writing a row again forgets it and all after it. Not thread-safe.
 */
public final class CopiedFields {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Row r's bytes are those from ends[r] to ends[r + 1]. */
    private final int[] ends;

    private final int[] entries;
    private byte[] bytes = new byte[256];

    CopiedFields(int capacity) {
        this.ends = new int[capacity + 1];
        this.entries = new int[capacity];
    }

    /** The bytes of all rows; those of a row are from {@link #start} to {@link #end}. Valid until the next write. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the row's bytes start. */
    public int start(int row) {
        return ends[row];
    }

    /** Where the row's bytes end, exclusive. */
    public int end(int row) {
        return ends[row + 1];
    }

    /** How many fields the row has. */
    public int entries(int row) {
        return entries[row];
    }

    /** Begins the row: it has no bytes and no entries. */
    void begin(int row) {
        ends[row + 1] = ends[row];
        entries[row] = 0;
    }

    /** Begins an entry of the row that was begun last with bytes that are known: its key, its branch, maybe more. */
    void begin(int row, byte[] text) {
        entries[row]++;
        append(row, text, 0, text.length);
    }

    /** Appends bytes to the row that was begun last. */
    void append(int row, byte[] source, int from, int to) {
        int at = grow(row, to - from);
        System.arraycopy(source, from, bytes, at, to - from);
    }

    /** Appends a float to the row that was begun last. */
    void appendFloat(int row, float value) {
        int at = grow(row, Float.BYTES); // before the array is named: it may be another afterwards
        INT.set(bytes, at, Float.floatToRawIntBits(value));
    }

    /** Appends a double to the row that was begun last. */
    void appendDouble(int row, double value) {
        int at = grow(row, Double.BYTES);
        LONG.set(bytes, at, Double.doubleToRawLongBits(value));
    }

    /** Makes the row longer and returns where the new bytes go. */
    private int grow(int row, int count) {
        int end = ends[row + 1];
        int newEnd = Math.addExact(end, count);
        if (newEnd > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(newEnd, bytes.length * 2));
        }
        ends[row + 1] = newEnd;
        return end;
    }
}
