package io.streamscorer.features;

/**
 * One column of one tensor, and the field that fills it.
 *
 * @param dtype the tensor's element type, not {@link Dtype#STRING}
 * @param offset where the column starts in {@link FeatureBatch#row()}, in bytes
 * @param feature the field and what stands for null
 */
record Cell(Dtype dtype, int offset, Feature feature) {
    /** Whether the dtype holds the value: floating-point types hold what does not overflow to infinity, others what they hold exactly. */
    static boolean holds(Dtype dtype, double value) {
        return switch (dtype) {
            case FLOAT64 -> true;
            case FLOAT32 -> !Double.isFinite(value) || Float.isFinite((float) value);
            case INT8 -> isInteger(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case UINT8 -> isInteger(value, 0, 255);
            case FLOAT16 -> throw new IllegalStateException();
            case INT16 -> isInteger(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> isInteger(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> isInteger(value, Long.MIN_VALUE, 0x1p63) && value < 0x1p63;
            case BOOLEAN -> isInteger(value, 0, 1);
            case STRING -> false;
        };
    }

    /** Whether the dtype, which is no floating-point type, holds the value. */
    static boolean holds(Dtype dtype, long value) {
        return switch (dtype) {
            case FLOAT16, FLOAT32, FLOAT64, INT64 -> true;
            case INT16 -> value == (short) value;
            case INT8 -> value == (byte) value;
            case UINT8 -> value == (value & 0xff);
            case INT32 -> value == (int) value;
            case BOOLEAN -> value == (value & 1);
            case STRING -> false;
        };
    }

    private static boolean isInteger(double value, double min, double max) {
        return value >= min && value <= max && value == Math.rint(value);
    }

    /** The bits of a floating-point value in this cell. */
    long bits(double value) {
        return switch (dtype) {
            case FLOAT16 -> throw new IllegalStateException();
            case FLOAT32 -> Float.floatToRawIntBits((float) value);
            case FLOAT64 -> Double.doubleToRawLongBits(value);
            case INT8, UINT8, INT16, INT32, INT64, BOOLEAN, STRING -> (long) value;
        };
    }

    /** The bits of an integer in this cell. */
    long bits(long value) {
        return switch (dtype) {
            case FLOAT16 -> throw new IllegalStateException();
            case FLOAT32 -> Float.floatToRawIntBits((float) value);
            case FLOAT64 -> Double.doubleToRawLongBits((double) value);
            case INT8, UINT8, INT16, INT32, INT64, BOOLEAN, STRING -> value;
        };
    }
}
