package io.streamscorer.features;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over one event's bytes that reads the primitives of Avro's binary encoding (Avro specification, "Binary encoding"). No read
 * goes past the limit, whatever the bytes are; every failure is a {@link RecordException} of the category {@code malformed-avro} that
 * says where and what was expected. It is stricter than Avro's own decoder where the specification is: a boolean is 0 or 1, a
 * variable-length integer fits its type, no length is negative. Reused from event to event; not thread-safe.
 */
final class AvroInput {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NOTHING = {};
    private static final int MAX_INT_BYTES = 5;
    /** The most items that Avro's own reader takes in an array or map. */
    private static final long MAX_ITEMS = Integer.MAX_VALUE - 8;

    private static final int UNKNOWN = -1;

    private byte[] bytes = NOTHING;
    private int start;
    private int position;
    private int limit;
    private int blockEnd;

    /** Begins to read the bytes from {@code from} to {@code to}, exclusive, which must lie within the array. */
    void reset(byte[] source, int from, int to) {
        this.bytes = source;
        this.start = from;
        this.position = from;
        this.limit = to;
    }

    /** The array that is read. */
    byte[] bytes() {
        return bytes;
    }

    /** The index in {@link #bytes()} of the next byte. */
    int position() {
        return position;
    }

    /** Goes to an index in {@link #bytes()} where it was before. */
    void position(int index) {
        position = index;
    }

    /** Where the event ends in {@link #bytes()}, exclusive. */
    int limit() {
        return limit;
    }

    /** How many bytes are left. */
    int remaining() {
        return limit - position;
    }

    boolean readBoolean() throws RecordException {
        int at = position;
        if (at >= limit) {
            throw ended("a boolean");
        }
        byte value = bytes[at];
        if ((value & ~1) != 0) {
            throw malformed("expected a boolean, which is a byte 0 or 1");
        }
        position = at + 1;
        return value != 0;
    }

    int readInt() throws RecordException {
        int before = position;
        long value = readVarint();
        if ((value >>> Integer.SIZE) != 0 || position - before > MAX_INT_BYTES) {
            position = before;
            throw malformed("expected an int, but this is longer than 32 bits");
        }
        int bits = (int) value;
        return (bits >>> 1) ^ -(bits & 1);
    }

    long readLong() throws RecordException {
        long value = readVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    /**
     * Reads a variable-length integer without its zig-zag coding. A single byte is taken as it is. Two to eight bytes are read as one word:
     * the lowest byte without a high bit is the last one, what is above it is cleared, and the groups of seven bits are pushed together
     * by pairs. Without a branch for each length there is none to mispredict where lengths vary.
     */
    private long readVarint() throws RecordException {
        int at = position;
        if (at < limit && bytes[at] >= 0) {
            position = at + 1;
            return bytes[at];
        }
        if (limit - at >= Long.BYTES) {
            long word = (long) LONG.get(bytes, at);
            long last = ~word & 0x8080808080808080L;
            if (last != 0) {
                int bits = Long.numberOfTrailingZeros(last) + 1;
                position = at + (bits >>> 3);
                word &= (-1L >>> (Long.SIZE - bits)) & 0x7f7f7f7f7f7f7f7fL;
                word = (word & 0x007f007f007f007fL) | ((word & 0x7f007f007f007f00L) >>> 1);
                word = (word & 0x00003fff00003fffL) | ((word & 0x3fff00003fff0000L) >>> 2);
                return (word & 0x000000000fffffffL) | ((word & 0x0fffffff00000000L) >>> 4);
            }
        }
        return readVarintByByte();
    }

    private long readVarintByByte() throws RecordException {
        int at = position;
        long value = 0;
        int shift = 0;
        byte next;
        do {
            if (at >= limit) {
                throw ended(at == position ? "an int or long" : "the rest of an int or long");
            }
            next = bytes[at++];
            if (shift == 63 && (next & 0xfe) != 0) {
                throw malformed("expected an int or long, but this is longer than 64 bits");
            }
            value |= (long) (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        position = at;
        return value;
    }

    float readFloat() throws RecordException {
        int at = position;
        if (limit - at < Float.BYTES) {
            throw ended("a float");
        }
        position = at + Float.BYTES;
        return Float.intBitsToFloat((int) INT.get(bytes, at));
    }

    double readDouble() throws RecordException {
        int at = position;
        if (limit - at < Double.BYTES) {
            throw ended("a double");
        }
        position = at + Double.BYTES;
        return Double.longBitsToDouble((long) LONG.get(bytes, at));
    }

    /** Reads the index of a union's branch or of an enum's symbol, below {@code count}. */
    int readIndex(int count) throws RecordException {
        int before = position;
        if (before < limit && bytes[before] >= 0) {
            int only = bytes[before];
            int index = (only >>> 1) ^ -(only & 1);
            if (index >= 0 && index < count) {
                position = before + 1;
                return index;
            }
        }
        int index = readInt();
        if (index < 0 || index >= count) {
            position = before;
            throw malformed("expected the index of a union branch or enum symbol, which is 0 to " + (count - 1)
                    + ", but found " + index);
        }
        return index;
    }

    /** Reads the length of a string or bytes, which are all there. */
    int readLength() throws RecordException {
        int before = position;
        long length = readLong();
        if (length < 0 || length > limit - position) {
            position = before;
            throw malformed("expected the length of a string or bytes, but found " + length);
        }
        return (int) length;
    }

    /** Skips a string or bytes: a length and as many bytes. */
    void skipBytes() throws RecordException {
        int length = readLength();
        position += length;
    }

    /** Where the variable-length integer ends that starts at {@code at} and was read before. */
    int afterVarint(int at) {
        int last = at;
        while (bytes[last] < 0) {
            last++;
        }
        return last + 1;
    }

    /**
     * Reads the start of a block of an array's or map's items.
     *
     * @param total how many items were before
     * @param trusted whether a block that tells its size is jumped over, its items unseen
     * @return the number of items to read, 0 at the end; {@link #blockEnd} then tells where they must end
     */
    long readBlock(long total, boolean trusted) throws RecordException {
        while (true) {
            long count = readLong();
            blockEnd = UNKNOWN;
            if (count < 0) {
                long size = readLong();
                if (size < 0 || size > limit - position) {
                    throw malformed("expected the size of a block, but found " + size);
                }
                if (trusted) {
                    position += (int) size;
                    continue;
                }
                count = -count;
                blockEnd = position + (int) size;
            }
            if (count < 0 || count > MAX_ITEMS - total) {
                throw malformed("expected the number of items of an array or map, but found " + count);
            }
            return count;
        }
    }

    /** Where the block that was begun last must end, to be given to {@link #requireBlockEnd}; blocks within it overwrite this. */
    int blockEnd() {
        return blockEnd;
    }

    /** Requires that a block's items ended where it said. */
    void requireBlockEnd(int end) throws RecordException {
        if (end != UNKNOWN && position != end) {
            throw malformed("expected a block's items to end at its size");
        }
    }

    /** Skips {@code count} bytes; {@code count} is not negative. */
    void skip(long count) throws RecordException {
        if (count > limit - position) {
            throw ended(count + " more bytes");
        }
        position += (int) count;
    }

    /** Requires that nothing is left. */
    void requireEnd() throws RecordException {
        if (position != limit) {
            throw malformed("expected the end of the record, but " + (limit - position) + " bytes follow");
        }
    }

    /** The failure that something was expected where the bytes end. */
    RecordException ended(String expected) {
        return malformed("expected " + expected + ", but the bytes end");
    }

    /** The failure that the bytes here are not what the schema says. */
    RecordException malformed(String problem) {
        return new RecordException(
                FailureCategory.MALFORMED_AVRO,
                "At byte " + (position - start) + " of the event's " + (limit - start) + " bytes of Avro: " + problem);
    }
}
