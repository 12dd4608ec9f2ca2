package io.streamscorer.prediction;

import java.util.Arrays;

/**
 * Writes Avro's binary encoding (Avro 1.12 specification, "Binary Encoding") into a buffer that grows and is used again. Not thread-safe.
 */
final class AvroOutput {
    private static final int MAX_VARINT_BYTES = 10;

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
        int at = size;
        while ((rest & ~0x7FL) != 0) {
            buffer[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[at++] = (byte) rest;
        size = at;
    }

    /** Writes the four bytes of a float, little-endian. */
    void writeFloat(float value) {
        ensure(Float.BYTES);
        writeLittleEndian(Float.floatToRawIntBits(value), Float.BYTES);
    }

    /** Writes the eight bytes of a double, little-endian. */
    void writeDouble(double value) {
        ensure(Double.BYTES);
        writeLittleEndian(Double.doubleToRawLongBits(value), Double.BYTES);
    }

    /** Writes a string's or bytes' length and its bytes. */
    void writeBytes(byte[] bytes) {
        writeLong(bytes.length);
        writeRaw(bytes);
    }

    private void writeLittleEndian(long bits, int bytes) {
        long rest = bits;
        for (int i = 0; i < bytes; i++) {
            buffer[size++] = (byte) rest;
            rest >>>= Byte.SIZE;
        }
    }

    private void ensure(int bytes) {
        if (buffer.length - size < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(size, bytes), buffer.length * 2));
        }
    }
}
