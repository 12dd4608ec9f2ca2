package io.streamscorer.prediction;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes Avro's binary encoding (Avro 1.12 specification, "Binary Encoding") into a buffer that grows and is used again. Not thread-safe.
 */
final class AvroOutput {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_VARINT_BYTES = 10;
    private static final long TOP_BITS = 0x8080_8080_8080_8080L;

    private byte[] buffer = new byte[512];
    private int size;

    /** Forgets what was written. */
    void clear() {
        size = 0;
    }

    /** A copy of what was written. */
    byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    /** Writes bytes as they are, without a length. */
    void writeRaw(byte[] bytes, int from, int to) {
        int length = to - from;
        ensure(length);
        System.arraycopy(bytes, from, buffer, size, length);
        size += length;
    }

    /** Writes bytes as they are, without a length. */
    void writeRaw(byte[] bytes) {
        writeRaw(bytes, 0, bytes.length);
    }

    void writeBoolean(boolean value) {
        ensure(1);
        buffer[size++] = (byte) (value ? 1 : 0);
    }

    /** Writes an int or a long, a block count, a length or a branch's index: zigzag, then base 128, low group first. */
    void writeLong(long value) {
        ensure(MAX_VARINT_BYTES);
        long rest = (value << 1) ^ (value >> 63);
        if ((rest & ~0x7FL) == 0) {
            buffer[size++] = (byte) rest;
        } else if (rest >>> 56 == 0) {
            writeGroups(rest);
        } else {
            int at = size;
            while ((rest & ~0x7FL) != 0) {
                buffer[at++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            buffer[at++] = (byte) rest;
            size = at;
        }
    }

    /** Writes 2 to 8 groups of 7 bits with one store: each group moves into a byte of its own, and all but the last get the top bit. */
    private void writeGroups(long bits) {
        long spread = (bits & 0x0FFF_FFFFL) | (bits & 0xFF_FFFF_F000_0000L) << 4;
        spread = (spread & 0x0000_3FFF_0000_3FFFL) | (spread & 0x0FFF_C000_0FFF_C000L) << 2;
        spread = (spread & 0x007F_007F_007F_007FL) | (spread & 0x3F80_3F80_3F80_3F80L) << 1;
        int groups = (70 - Long.numberOfLeadingZeros(bits)) / 7;
        LONG.set(buffer, size, spread | (TOP_BITS >>> (Long.SIZE + Byte.SIZE - Byte.SIZE * groups)));
        size += groups;
    }

    /** Writes the four bytes of a float, little-endian. */
    void writeFloat(float value) {
        ensure(Float.BYTES);
        INT.set(buffer, size, Float.floatToRawIntBits(value));
        size += Float.BYTES;
    }

    /** Writes the eight bytes of a double, little-endian. */
    void writeDouble(double value) {
        ensure(Double.BYTES);
        LONG.set(buffer, size, Double.doubleToRawLongBits(value));
        size += Double.BYTES;
    }

    /** Writes the eight bytes of a double over those that stand from {@code at} on. */
    void setDouble(int at, double value) {
        LONG.set(buffer, Objects.checkFromIndexSize(at, Double.BYTES, size), Double.doubleToRawLongBits(value));
    }

    /** How many bytes were written. */
    int size() {
        return size;
    }

    /** Writes a string's or bytes' length and its bytes. */
    void writeBytes(byte[] bytes) {
        writeLong(bytes.length);
        writeRaw(bytes);
    }

    private void ensure(int bytes) {
        if (buffer.length - size < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(size, bytes), buffer.length * 2));
        }
    }
}
