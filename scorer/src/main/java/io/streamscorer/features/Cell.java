package io.streamscorer.features;

import io.streamscorer.failure.RecordException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The place of one feature in the rows, and the way of numbers into it: scaled, checked against the dtype's range, rounded once. Immutable and
 * thread-safe.
 */
final class Cell {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private final Dtype dtype;
    private final int bytes;
    private final int offset;
    private final int counter;
    private final Feature feature;
    private final Scaling scaling;
    private final boolean scaled;
    private final @Nullable Categories categories;

    /**
     * Describes a cell.
     *
     * @param dtype the tensor's element type
     * @param offset where the feature starts: in {@link FeatureBatch#row()}, in bytes; for strings, its index in {@link FeatureBatch#texts()}
     * @param counter where it is counted how often the feature is missing: in {@link FeatureBatch#row()}, in bytes
     * @param feature the field and what becomes of it
     */
    Cell(Dtype dtype, int offset, int counter, Feature feature) {
        this(
                dtype,
                offset,
                counter,
                feature,
                feature.encoding() instanceof Encoding.Vocabulary vocabulary
                        ? new Categories(feature.field(), vocabulary)
                        : null);
    }

    private Cell(Dtype dtype, int offset, int counter, Feature feature, @Nullable Categories categories) {
        this.dtype = dtype;
        this.bytes = dtype.bytes();
        this.offset = offset;
        this.counter = counter;
        this.feature = feature;
        this.scaling = feature.scaling();
        this.scaled = !scaling.equals(Scaling.NONE);
        this.categories = categories;
    }

    private static VarHandle view(Class<?> elements) {
        return MethodHandles.byteArrayViewVarHandle(elements, ByteOrder.nativeOrder());
    }

    /** The same feature, at another place. */
    Cell movedTo(int newOffset) {
        return new Cell(dtype, newOffset, counter, feature, categories);
    }

    Dtype dtype() {
        return dtype;
    }

    /** Where the feature starts, see the constructor. */
    int offset() {
        return offset;
    }

    /** Where the feature's missing values are counted, see the constructor. */
    int counter() {
        return counter;
    }

    Feature feature() {
        return feature;
    }

    /** The numbers of the categories, or null if the encoding is no vocabulary. */
    @Nullable
    Categories categories() {
        return categories;
    }

    /** Whether a number enters as it is, but for the conversion to the dtype. */
    boolean isPlain() {
        return !scaled && categories == null && feature.encoding() instanceof Encoding.Value;
    }

    /** Whether numbers are scaled. */
    boolean isScaled() {
        return scaled;
    }

    /** Writes an integer or a boolean into an element; the dtype is not {@link Dtype#STRING}. */
    void put(byte[] cells, int element, long value) throws RecordException {
        if (scaled || dtype == Dtype.FLOAT16) {
            // A number that (double) rounds is far out of the range of float16.
            put(cells, element, (double) value);
            return;
        }
        int at = offset + element * bytes;
        if (dtype == Dtype.FLOAT32) {
            FLOAT.set(cells, at, (float) value);
        } else if (dtype == Dtype.FLOAT64) {
            DOUBLE.set(cells, at, (double) value);
        } else if (holds(dtype, value)) {
            putInteger(cells, at, value);
        } else {
            throw outOfRange();
        }
    }

    /** Writes a number into an element; the dtype is not {@link Dtype#STRING}. */
    void put(byte[] cells, int element, double value) throws RecordException {
        int at = offset + element * bytes;
        double number = scaled ? scaling.apply(value) : value;
        boolean overflow = false;
        switch (dtype) {
            case FLOAT16 -> {
                short rounded = Float16.of(number);
                overflow = Float16.isInfinite(rounded);
                SHORT.set(cells, at, rounded);
            }
            case FLOAT32 -> {
                float rounded = (float) number;
                overflow = Float.isInfinite(rounded);
                FLOAT.set(cells, at, rounded);
            }
            case FLOAT64 -> {
                overflow = Double.isInfinite(number);
                DOUBLE.set(cells, at, number);
            }
            case INT8, UINT8, INT16, INT32, INT64, BOOLEAN, STRING -> {
                overflow = !holds(dtype, number);
                putInteger(cells, at, (long) number);
            }
        }
        if (overflow && !(dtype.isFloating() && Double.isInfinite(value))) {
            throw outOfRange();
        }
    }

    private void putInteger(byte[] cells, int at, long value) {
        switch (bytes) {
            case 1 -> cells[at] = (byte) value;
            case 2 -> SHORT.set(cells, at, (short) value);
            case 4 -> INT.set(cells, at, (int) value);
            default -> LONG.set(cells, at, value);
        }
    }

    /** The failure that a value is out of the dtype's range. */
    RecordException outOfRange() {
        return InvalidFeature.outOfRange(feature.field(), dtype);
    }

    /** Whether the dtype holds the value: floating-point types hold what does not overflow to infinity, others what they hold exactly. */
    static boolean holds(Dtype dtype, double value) {
        return switch (dtype) {
            case FLOAT64 -> true;
            case FLOAT32 -> !Double.isFinite(value) || Float.isFinite((float) value);
            case FLOAT16 -> !Double.isFinite(value) || Math.abs(value) < Float16.OVERFLOW;
            case INT8 -> isInteger(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case UINT8 -> isInteger(value, 0, 255);
            case INT16 -> isInteger(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> isInteger(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> isInteger(value, Long.MIN_VALUE, 0x1p63) && value < 0x1p63;
            case BOOLEAN -> isInteger(value, 0, 1);
            case STRING -> false;
        };
    }

    /** Whether the dtype holds the value, floating-point types after rounding. */
    private static boolean holds(Dtype dtype, long value) {
        return switch (dtype) {
            case FLOAT16 -> Math.abs((double) value) < Float16.OVERFLOW;
            case FLOAT32, FLOAT64, INT64 -> true;
            case INT8 -> value == (byte) value;
            case UINT8 -> value == (value & 0xff);
            case INT16 -> value == (short) value;
            case INT32 -> value == (int) value;
            case BOOLEAN -> value == (value & 1);
            case STRING -> false;
        };
    }

    private static boolean isInteger(double value, double min, double max) {
        return value >= min && value <= max && value == Math.rint(value);
    }
}
