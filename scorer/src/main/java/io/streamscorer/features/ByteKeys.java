package io.streamscorer.features;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Texts to be found by their UTF-8 bytes, without an object for the bytes. Immutable and thread-safe.
 *
 * <p>A table with open addressing and linear probing (Knuth, The Art of Computer Programming, volume 3, section 6.4), at most half full. The
 * texts are the user's own, so that nobody can choose them to collide.
 */
final class ByteKeys {
    private static final int FREE = -1;
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private final byte[][] keys;
    private final int[] slots;
    private final int shift;

    /** Takes distinct texts; each is found as its index in the list. */
    ByteKeys(List<String> texts) {
        keys = texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, keys.length)) + 1;
        slots = new int[1 << bits];
        shift = Integer.SIZE - bits;
        Arrays.fill(slots, FREE);
        for (int i = 0; i < keys.length; i++) {
            int slot = slot(keys[i], 0, keys[i].length);
            while (slots[slot] != FREE) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i;
        }
    }

    /** How many texts there are. */
    int size() {
        return keys.length;
    }

    /** The index of the text that the bytes from {@code from} to {@code to}, exclusive, are; -1 if it is none. */
    int indexOf(byte[] bytes, int from, int to) {
        for (int slot = slot(bytes, from, to); slots[slot] != FREE; slot = (slot + 1) & (slots.length - 1)) {
            if (is(slots[slot], bytes, from, to)) {
                return slots[slot];
            }
        }
        return -1;
    }

    /** Whether the bytes from {@code from} to {@code to}, exclusive, are the text of that index. */
    boolean is(int index, byte[] bytes, int from, int to) {
        byte[] key = keys[index];
        return key.length == to - from && Arrays.equals(key, 0, key.length, bytes, from, to);
    }

    private int slot(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return (hash * GOLDEN_RATIO) >>> shift;
    }
}
