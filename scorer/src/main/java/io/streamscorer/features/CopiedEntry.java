package io.streamscorer.features;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;

/** Writes the pieces of an entry of {@code Prediction.fields} that are known before the event is: key, union branch, constants. */
final class CopiedEntry {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Begins the entry of a field with the branch for the type that the reader schema gives it. */
    CopiedEntry(String key, Schema.Type type) {
        string(key);
        varint(branch(type));
    }

    /** The index of the type's branch in {@code [null, boolean, int, long, float, double, string, bytes]}. */
    private static int branch(Schema.Type type) {
        return switch (type) {
            case NULL -> 0;
            case BOOLEAN -> 1;
            case INT -> 2;
            case LONG -> 3;
            case FLOAT -> 4;
            case DOUBLE -> 5;
            case STRING, ENUM -> 6;
            case BYTES, FIXED -> 7;
            case RECORD, ARRAY, MAP, UNION -> throw new IllegalArgumentException("Not copied: " + type);
        };
    }

    CopiedEntry raw(int value) {
        bytes.write(value);
        return this;
    }

    /** Appends an int or long. */
    CopiedEntry varint(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    CopiedEntry float32(float value) {
        bytes.writeBytes(ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array());
        return this;
    }

    CopiedEntry float64(double value) {
        bytes.writeBytes(ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array());
        return this;
    }

    CopiedEntry string(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends bytes with their length before them. */
    CopiedEntry bytes(byte[] value) {
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
