package io.streamscorer.features;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The features of up to {@link #capacity()} events, as one direct buffer per input tensor, and the bytes of the fields that are copied into
 * the Predictions. Allocated once and filled again for each batch. Not thread-safe; its memory is freed with the object.
 */
public final class FeatureBatch {
    private final int capacity;
    private final FeatureSpec spec;
    private final List<InputTensor> tensors;
    private final ByteBuffer[] buffers;
    private final CopiedFields copied;
    /** Kept here because a batch belongs to one thread, so that decoding allocates nothing. */
    private final AvroInput input = new AvroInput();

    private final byte[] row;

    /**
     * Allocates room for {@code capacity} events.
     *
     * @param spec what is read; string tensors are not supported
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
        for (int i = 0; i < buffers.length; i++) {
            InputTensor tensor = tensors.get(i);
            int bytes = Math.multiplyExact(capacity, tensor.rowBytes());
            buffers[i] = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        this.row = new byte[tensors.stream().mapToInt(InputTensor::rowBytes).sum()];
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
     * Copies the features of rows {@code from} to {@code to}, exclusive, into another batch's rows from 0. Copied fields are left out.
     *
     * @param target a batch for the same tensors, with room for the rows
     */
    public void copyRows(int from, int to, FeatureBatch target) {
        for (int i = 0; i < buffers.length; i++) {
            int rowBytes = tensors.get(i).rowBytes();
            target.buffers[i].put(0, buffers[i], from * rowBytes, (to - from) * rowBytes);
        }
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
     * The cells of one event, the tensors' rows one after the other, in native byte order. A row is put together here and stored by
     * {@link #store}, because a store into an array is several times cheaper than one into a direct buffer.
     */
    byte[] row() {
        return row;
    }

    /** Stores {@link #row()} as a row of the tensors. */
    void store(int index) {
        int from = 0;
        for (int t = 0; t < buffers.length; t++) {
            int bytes = tensors.get(t).rowBytes();
            buffers[t].put(index * bytes, row, from, bytes);
            from += bytes;
        }
    }

    /** The copied fields of each row. */
    public CopiedFields copied() {
        return copied;
    }
}
