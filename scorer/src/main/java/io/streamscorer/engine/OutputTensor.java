package io.streamscorer.engine;

import io.streamscorer.features.Dtype;
import java.nio.ByteBuffer;

/**
 * One output of the model for a batch: N rows of {@link #elementsPerRow()} elements, row-major. Belongs to the scoring session that filled
 * it, and is valid until that session scores again.
 */
public interface OutputTensor {
    /** The model's name for the output. */
    String name();

    /** The type of its elements. */
    Dtype dtype();

    /** The shape of one row, without the batch dimension; empty for a scalar per row. Not to be changed. */
    long[] rowShape();

    /** How many elements a row has: the product of {@link #rowShape()}. */
    int elementsPerRow();

    /**
     * The elements in native byte order, from index 0: element {@code e} of row {@code r} starts at byte
     * {@code (r * elementsPerRow() + e) * dtype().bytes()}. Read with absolute gets.
     *
     * @throws IllegalStateException if the dtype is string
     */
    ByteBuffer data();

    /**
     * The elements of a string tensor, element {@code e} of row {@code r} at index {@code r * elementsPerRow() + e}.
     *
     * @throws IllegalStateException if the dtype is not string
     */
    String[] strings();
}
