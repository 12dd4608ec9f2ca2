package io.streamscorer.features;

import java.util.Locale;

/** The element type of a tensor, by the names that NumPy and ONNX use. */
public enum Dtype {
    /** IEEE 754 binary16. */
    FLOAT16(2),
    FLOAT32(4),
    FLOAT64(8),
    INT8(1),
    UINT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    BOOLEAN(1),
    STRING(0);

    private final int bytes;

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one element in bytes; 0 for {@link #STRING}, whose elements are objects. */
    public int bytes() {
        return bytes;
    }

    /** Whether elements are floating-point numbers. */
    public boolean isFloating() {
        return this == FLOAT16 || this == FLOAT32 || this == FLOAT64;
    }

    /** The name as NumPy writes it, for example {@code float32}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
