package io.streamscorer.features;

import io.streamscorer.failure.RecordException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The elements of an {@link Encoding.Packed} feature, little-endian in a {@code bytes} or {@code fixed} value. */
final class PackedElements {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private PackedElements() {}

    private static VarHandle view(Class<?> elements) {
        return MethodHandles.byteArrayViewVarHandle(elements, ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether elements of the dtype lie in the rows as in events, so that they are copied as bytes. */
    static boolean areCopied(Dtype elements, Cell cell) {
        return elements == cell.dtype()
                && elements != Dtype.BOOLEAN
                && !cell.isScaled()
                && (elements.bytes() == 1 || ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes the elements that lie in {@code source} from {@code from} to {@code to}, exclusive, into the cell. */
    static void put(Dtype elements, byte[] source, int from, int to, Cell cell, byte[] cells) throws RecordException {
        int width = cell.feature().width();
        long needed = (long) width * elements.bytes();
        if (to - from != needed) {
            throw InvalidFeature.because(
                    cell.feature().field(),
                    needed + " bytes are needed for " + width + " elements of " + elements.wireName()
                            + ", the event has " + (to - from));
        }
        if (areCopied(elements, cell)) {
            System.arraycopy(source, from, cells, cell.offset(), to - from);
            return;
        }
        for (int i = 0; i < width; i++) {
            int at = from + i * elements.bytes();
            switch (elements) {
                case FLOAT16 -> cell.put(cells, i, (double) Float16.toFloat((short) SHORT.get(source, at)));
                case FLOAT32 -> cell.put(cells, i, (double) (float) FLOAT.get(source, at));
                case FLOAT64 -> cell.put(cells, i, (double) DOUBLE.get(source, at));
                case INT8 -> cell.put(cells, i, (long) source[at]);
                case UINT8 -> cell.put(cells, i, (long) (source[at] & 0xff));
                case INT16 -> cell.put(cells, i, (long) (short) SHORT.get(source, at));
                case INT32 -> cell.put(cells, i, (long) (int) INT.get(source, at));
                case INT64 -> cell.put(cells, i, (long) LONG.get(source, at));
                case BOOLEAN -> {
                    if ((source[at] & ~1) != 0) {
                        throw InvalidFeature.because(
                                cell.feature().field(),
                                "element " + i + " is no boolean, which is a byte 0 or 1, but " + source[at]);
                    }
                    cell.put(cells, i, (long) source[at]);
                }
                case STRING -> throw new IllegalArgumentException("Strings are not packed");
            }
        }
    }
}
