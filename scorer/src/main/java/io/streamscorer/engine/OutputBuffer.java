package io.streamscorer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.onnxruntime.engine.OrtNDArray;
import ai.onnxruntime.OrtException;
import io.streamscorer.failure.Lines;
import io.streamscorer.features.Dtype;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One output's rows, copied off the engine into a direct buffer that grows and is used again. Not thread-safe. */
final class OutputBuffer implements OutputTensor {
    private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder());

    private final String name;
    private final Dtype dtype;
    private long[] rowShape = {};
    private int elementsPerRow = 1;
    private int totalRows;
    private ByteBuffer data = NONE;
    private String[] strings = {};

    OutputBuffer(ModelSignature.Tensor output) {
        this.name = output.name();
        this.dtype = output.dtype();
    }

    /** Says that rows from {@code start} are next, of {@code totalRows} in all. */
    void expect(int start, int totalRows) {
        this.totalRows = totalRows;
        if (start == 0) {
            rowShape = new long[0];
            elementsPerRow = -1;
        }
    }

    /**
     * Copies the first {@code count} rows to the rows from {@code start}.
     *
     * @param shape the array's shape
     * @param engineRows how many rows the engine was given, which it must have given back
     * @throws ScoringException if the shape is another: it is not one row per event
     */
    void take(NDArray array, long[] shape, int start, int count, int engineRows) throws ScoringException {
        if (shape.length == 0 || shape[0] != engineRows) {
            throw new ScoringException(
                    "The model's output '" + name + "' has shape " + Arrays.toString(shape) + " for a batch of "
                            + engineRows + " rows. Expected one row per event",
                    null);
        }
        long[] row = Arrays.copyOfRange(shape, 1, shape.length);
        if (elementsPerRow < 0) {
            rowShape = row;
            elementsPerRow = Math.toIntExact(Arrays.stream(row).reduce(1, Math::multiplyExact));
            reserve();
        } else if (!Arrays.equals(row, rowShape)) {
            throw new ScoringException(
                    "The model's output '" + name + "' has rows of shape " + Arrays.toString(row)
                            + " after rows of shape " + Arrays.toString(rowShape) + " in one batch",
                    null);
        }
        copy(array, start * elementsPerRow, count * elementsPerRow);
    }

    private void reserve() {
        int elements = Math.multiplyExact(totalRows, elementsPerRow);
        if (dtype == Dtype.STRING) {
            if (strings.length < elements) {
                strings = new String[elements];
            }
        } else if (data.capacity() < Math.multiplyExact(elements, dtype.bytes())) {
            data = ByteBuffer.allocateDirect(elements * dtype.bytes()).order(ByteOrder.nativeOrder());
        }
    }

    private void copy(NDArray array, int at, int elements) throws ScoringException {
        DataType found = array.getDataType();
        if (dtype == Dtype.STRING && array instanceof OrtNDArray strung) {
            // Not NDArray.toStringArray: it misplaces the elements of all but square matrices.
            copyStrings(value(strung), new int[] {at, at + elements});
        } else if (found == DataType.FLOAT16 && array instanceof OrtNDArray half) {
            FloatBuffer floats = half.getTensor().getFloatBuffer();
            data.asFloatBuffer().put(at, floats, 0, elements);
        } else if (found == DataType.FLOAT16) {
            try (NDArray wide = array.toType(DataType.FLOAT32, true)) {
                data.put(at * dtype.bytes(), wide.toByteBuffer(), 0, elements * dtype.bytes());
            }
        } else if (found.name().equals(dtype.name())) {
            data.put(at * dtype.bytes(), array.toByteBuffer(), 0, elements * dtype.bytes());
        } else {
            throw new ScoringException(
                    "The model's output '" + name + "' holds " + found + ", but its file says " + dtype.wireName(),
                    null);
        }
    }

    private @Nullable Object value(OrtNDArray array) throws ScoringException {
        try {
            return array.getTensor().getValue();
        } catch (OrtException e) {
            throw new ScoringException("The model's output '" + name + "' cannot be read: " + Lines.of(e), e);
        }
    }

    /** Lays nested arrays out in a row, from index {@code range[0]}, which moves on, to {@code range[1]}. */
    private void copyStrings(@Nullable Object value, int[] range) {
        if (value instanceof Object[] values) {
            for (int i = 0; i < values.length && range[0] < range[1]; i++) {
                copyStrings(values[i], range);
            }
        } else {
            strings[range[0]++] = String.valueOf(value);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Dtype dtype() {
        return dtype;
    }

    @Override
    public long[] rowShape() {
        return rowShape;
    }

    @Override
    public int elementsPerRow() {
        return elementsPerRow;
    }

    @Override
    public ByteBuffer data() {
        if (dtype == Dtype.STRING) {
            throw new IllegalStateException("The output '" + name + "' holds strings");
        }
        return data;
    }

    @Override
    public String[] strings() {
        if (dtype != Dtype.STRING) {
            throw new IllegalStateException("The output '" + name + "' holds " + dtype.wireName() + ", not strings");
        }
        return strings;
    }
}
