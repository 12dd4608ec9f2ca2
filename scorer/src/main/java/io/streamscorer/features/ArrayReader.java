package io.streamscorer.features;

import io.streamscorer.failure.RecordException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads an array whose items fill the elements of cells (Avro specification, "Arrays"). It stops as soon as there are more items than elements, and
 * never writes beyond them. Immutable once the program stands, and thread-safe.
 */
final class ArrayReader {
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.nativeOrder());
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    /** What an item is in the event. */
    enum Items {
        BOOLEAN,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        /** Anything, which a routine reads. */
        ANY
    }

    private final Items items;
    private final Cell cell;
    private final Dtype dtype;
    private final int width;
    private int routine = -1;

    /** Reads into the cell; for {@link Items#ANY}, into all cells that the routine of an item fills, which have the same width. */
    ArrayReader(Items items, Cell cell) {
        this.items = items;
        this.cell = cell;
        this.dtype = cell.dtype();
        this.width = cell.feature().width();
    }

    /** Sets where the routine of an item starts; called once, while the program is compiled. */
    void routine(int entry) {
        routine = entry;
    }

    void read(ProgramRunner runner, AvroInput input, FeatureBatch batch, int row, int depth) throws RecordException {
        int total = 0;
        while (true) {
            long count = input.readBlock(total, false);
            if (count == 0) {
                break;
            }
            if (count > width - total) {
                throw InvalidFeature.items(cell.feature().field(), width, "at least " + (total + count));
            }
            int blockEnd = input.blockEnd();
            if (items == Items.ANY) {
                for (int end = total + (int) count; total < end; total++) {
                    batch.element(total);
                    runner.run(routine, input, batch, row, depth);
                }
                batch.element(0);
            } else {
                readNumbers(input, batch.row(), total, (int) count);
                total += (int) count;
            }
            input.requireBlockEnd(blockEnd);
        }
        if (total != width) {
            throw InvalidFeature.items(cell.feature().field(), width, Integer.toString(total));
        }
    }

    private void readNumbers(AvroInput input, byte[] cells, int first, int count) throws RecordException {
        int end = first + count;
        boolean plain = cell.isPlain();
        switch (items) {
            case FLOAT -> {
                if (plain && dtype == Dtype.FLOAT32 && LITTLE_ENDIAN) {
                    copy(input, cells, first, count);
                } else {
                    for (int i = first; i < end; i++) {
                        cell.put(cells, i, (double) input.readFloat());
                    }
                }
            }
            case DOUBLE -> {
                if (plain && dtype == Dtype.FLOAT64 && LITTLE_ENDIAN) {
                    copy(input, cells, first, count);
                } else if (plain && dtype == Dtype.FLOAT32) {
                    readDoublesAsFloats(input, cells, first, end);
                } else {
                    for (int i = first; i < end; i++) {
                        cell.put(cells, i, input.readDouble());
                    }
                }
            }
            case INT -> {
                for (int i = first; i < end; i++) {
                    cell.put(cells, i, (long) input.readInt());
                }
            }
            case LONG -> {
                for (int i = first; i < end; i++) {
                    cell.put(cells, i, input.readLong());
                }
            }
            case BOOLEAN -> {
                for (int i = first; i < end; i++) {
                    cell.put(cells, i, input.readBoolean() ? 1L : 0L);
                }
            }
            case ANY -> throw new IllegalStateException("Items that a routine reads");
        }
    }

    /** Copies items that are in the event as they are in the row. */
    private void copy(AvroInput input, byte[] cells, int first, int count) throws RecordException {
        int from = input.position();
        long bytes = (long) count * dtype.bytes();
        input.skip(bytes);
        System.arraycopy(input.bytes(), from, cells, cell.offset() + first * dtype.bytes(), (int) bytes);
    }

    private void readDoublesAsFloats(AvroInput input, byte[] cells, int first, int end) throws RecordException {
        for (int i = first; i < end; i++) {
            double wide = input.readDouble();
            float value = (float) wide;
            if (Float.isInfinite(value) && !Double.isInfinite(wide)) {
                throw cell.outOfRange();
            }
            FLOAT.set(cells, cell.offset() + i * Float.BYTES, value);
        }
    }
}
