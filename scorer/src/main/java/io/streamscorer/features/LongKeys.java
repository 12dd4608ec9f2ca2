package io.streamscorer.features;

import java.util.Arrays;

/** Integers to be found without an object for each; a table as that of {@link ByteKeys}. Immutable and thread-safe. */
final class LongKeys {
    private static final int FREE = -1;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final long[] keys;
    private final int[] slots;
    private final int shift;

    /** Takes distinct integers; each is found as its index in the array. */
    LongKeys(long[] integers) {
        keys = integers.clone();
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, keys.length)) + 1;
        slots = new int[1 << bits];
        shift = Long.SIZE - bits;
        Arrays.fill(slots, FREE);
        for (int i = 0; i < keys.length; i++) {
            int slot = slot(keys[i]);
            while (slots[slot] != FREE) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i;
        }
    }

    /** The index of the integer, or -1 if it is none of them. */
    int indexOf(long integer) {
        for (int slot = slot(integer); slots[slot] != FREE; slot = (slot + 1) & (slots.length - 1)) {
            if (keys[slots[slot]] == integer) {
                return slots[slot];
            }
        }
        return -1;
    }

    private int slot(long integer) {
        return (int) ((integer * GOLDEN_RATIO) >>> shift);
    }
}
