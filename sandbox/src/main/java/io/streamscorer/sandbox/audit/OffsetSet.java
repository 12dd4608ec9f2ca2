package io.streamscorer.sandbox.audit;

import java.util.HashMap;
import java.util.Map;

/**
 * A set of offsets of one partition: one bit each, in blocks of 65,536 that exist once an offset in them is added. Belongs to one thread.
 */
final class OffsetSet {
    private static final int BLOCK_BITS = 16;
    private static final int WORDS = 1 << (BLOCK_BITS - 6);

    private final Map<Long, long[]> blocks = new HashMap<>();
    private long size;

    /**
     * Adds an offset.
     *
     * @param offset at least 0
     * @return whether it was not in the set
     */
    boolean add(long offset) {
        long[] block = blocks.computeIfAbsent(offset >>> BLOCK_BITS, key -> new long[WORDS]);
        int word = wordOf(offset);
        long bit = 1L << offset;
        if ((block[word] & bit) != 0) {
            return false;
        }
        block[word] |= bit;
        size++;
        return true;
    }

    /** Whether the set holds the offset, which may be any number. */
    boolean contains(long offset) {
        long[] block = blocks.get(offset >>> BLOCK_BITS);
        return block != null && (block[wordOf(offset)] & (1L << offset)) != 0;
    }

    /** How many offsets the set holds. */
    long size() {
        return size;
    }

    /** The lowest offset of this set that {@code other} does not hold, at least {@code from}; -1 when there is none. */
    long firstMissingFrom(OffsetSet other, long from) {
        long[] keys =
                blocks.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        for (long key : keys) {
            long base = key << BLOCK_BITS;
            for (long offset = Math.max(base, from); offset < base + (1L << BLOCK_BITS); offset++) {
                if (contains(offset) && !other.contains(offset)) {
                    return offset;
                }
            }
        }
        return -1;
    }

    private static int wordOf(long offset) {
        return (int) (offset >>> 6) & (WORDS - 1);
    }
}
