package io.streamscorer.features;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The features of up to {@link #capacity()} events, as one direct buffer per input tensor, and the bytes of the fields that are copied into
 * the Predictions. Allocated once and filled again for each batch. Not thread-safe; its memory is freed with the object.
 */
public final class FeatureBatch {
    private final int capacity;
    private final FeatureSpec spec;
    private final List<InputTensor> tensors;
    private final ByteBuffer[] buffers;
    private final int[] rowBytes;
    private final String[][] strings;
    private final CopiedFields copied;
    /** Kept here because a batch belongs to one thread, so that decoding allocates nothing. */
    private final AvroInput input = new AvroInput();

    private final byte[] row;
    private final int rowEnd;
    private final String[] texts;
    private final int[] positions;
    private final int[] counts;
    private final byte[] zeros;
    private int element;

    /**
     * Allocates room for {@code capacity} events.
     *
     * @param spec what is read
     * @param capacity the largest number of rows, at least 1
     */
    public FeatureBatch(FeatureSpec spec, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
        }
        this.capacity = capacity;
        this.spec = spec;
        this.tensors = spec.tensors();
        this.buffers = new ByteBuffer[tensors.size()];
        this.rowBytes = tensors.stream().mapToInt(InputTensor::rowBytes).toArray();
        this.strings = new String[tensors.size()][];
        for (int i = 0; i < buffers.length; i++) {
            InputTensor tensor = tensors.get(i);
            int bytes = Math.multiplyExact(capacity, rowBytes[i]);
            boolean text = tensor.dtype() == Dtype.STRING;
            strings[i] = new String[text ? Math.multiplyExact(capacity, tensor.rowElements()) : 0];
            buffers[i] = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        this.rowEnd = Arrays.stream(rowBytes).sum();
        this.row = new byte[rowEnd + Integer.BYTES * features()];
        this.counts = new int[features()];
        this.zeros = new byte[row.length - rowEnd];
        this.texts = new String
                [tensors.stream()
                        .filter(tensor -> tensor.dtype() == Dtype.STRING)
                        .mapToInt(InputTensor::rowElements)
                        .sum()];
        this.positions = new int[FieldUse.numbers(spec)];
        this.copied = new CopiedFields(capacity);
    }

    /** The largest number of rows. */
    public int capacity() {
        return capacity;
    }

    /** The tensors' descriptions, in the order of {@link #buffer}'s index. */
    public List<InputTensor> tensors() {
        return tensors;
    }

    /**
     * The elements of one tensor in native byte order, {@code [capacity, F]} row-major: column {@code c} of row {@code r} starts at byte
     * {@code (r * F + c) * dtype.bytes()}. Written and read with absolute calls; position and limit stay as they are.
     */
    public ByteBuffer buffer(int tensor) {
        return buffers[tensor];
    }

    /**
     * The elements of a tensor of strings, {@code [capacity, F]} row-major; empty for other tensors.
     */
    public String[] strings(int tensor) {
        return strings[tensor];
    }

    /**
     * Copies the features of rows {@code from} to {@code to}, exclusive, into another batch's rows from 0. Copied fields are left out.
     *
     * @param target a batch for the same tensors, with room for the rows
     */
    public void copyRows(int from, int to, FeatureBatch target) {
        for (int i = 0; i < buffers.length; i++) {
            int bytes = rowBytes[i];
            target.buffers[i].put(0, buffers[i], from * bytes, (to - from) * bytes);
            if (strings[i].length > 0) {
                int elements = tensors.get(i).rowElements();
                System.arraycopy(strings[i], from * elements, target.strings[i], 0, (to - from) * elements);
            }
        }
    }

    private int features() {
        return tensors.stream().mapToInt(tensor -> tensor.features().size()).sum();
    }

    /**
     * How many values were missing since the last call, and something else took their place: for each feature, in the order of the tensors and of
     * their features. Missing items of an array count each. Values of events that were rejected later count too.
     *
     * @return the same array at each call, overwritten by the next; null if none was missing
     */
    public int @Nullable [] takeMissing() {
        if (Arrays.equals(row, rowEnd, row.length, zeros, 0, zeros.length)) {
            return null;
        }
        ByteBuffer.wrap(row, rowEnd, row.length - rowEnd)
                .order(ByteOrder.nativeOrder())
                .asIntBuffer()
                .get(counts);
        Arrays.fill(row, rowEnd, row.length, (byte) 0);
        return counts;
    }

    /** What the batch was made for. */
    FeatureSpec spec() {
        return spec;
    }

    /** The cursor of the decoding that fills the batch. */
    AvroInput input() {
        return input;
    }

    /**
     * The cells of one event, the tensors' rows one after the other, in native byte order, and after them how often each feature was missing,
     * as int32. A row is put together here and stored by {@link #store}, because a store into an array is several times cheaper than one into a
     * direct buffer.
     */
    byte[] row() {
        return row;
    }

    /** The strings of one event, the tensors' rows one after the other, to be stored with {@link #row()}. */
    String[] texts() {
        return texts;
    }

    /** Which element of a feature is read: an array's item, 0 for all else. */
    int element() {
        return element;
    }

    /** Sets which element is read. */
    void element(int index) {
        element = index;
    }

    /** Where the values of maps' keys stand, by {@link FieldUse#firstNumber}. */
    int[] positions() {
        return positions;
    }

    /** Stores {@link #row()} and {@link #texts()} as a row of the tensors. */
    void store(int index) {
        int from = 0;
        for (int t = 0; t < buffers.length; t++) {
            int bytes = rowBytes[t];
            buffers[t].put(index * bytes, row, from, bytes);
            from += bytes;
        }
        if (texts.length > 0) {
            storeTexts(index);
        }
    }

    private void storeTexts(int index) {
        int from = 0;
        for (int t = 0; t < strings.length; t++) {
            int elements = strings[t].length / capacity;
            System.arraycopy(texts, from, strings[t], index * elements, elements);
            from += elements;
        }
    }

    /** The copied fields of each row. */
    public CopiedFields copied() {
        return copied;
    }
}
