package io.streamscorer.prediction;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;

/** Single elements of an output tensor, read as numbers. */
final class Elements {
    private Elements() {}

    /**
     * Element {@code index} of the whole batch as a double: exact for all dtypes but int64, where it is the nearest double.
     *
     * @throws IllegalStateException if the tensor is of strings
     */
    static double asDouble(OutputTensor tensor, int index) {
        return switch (tensor.dtype()) {
            case FLOAT32 -> tensor.data().getFloat(index * Float.BYTES);
            case FLOAT64 -> tensor.data().getDouble(index * Double.BYTES);
            case INT8, UINT8, INT16, INT32, INT64, BOOLEAN -> asLong(tensor, index);
            case FLOAT16 -> throw new IllegalStateException("Outputs of float16 are given as float32");
            case STRING -> throw new IllegalStateException("Output '" + tensor.name() + "' is of strings");
        };
    }

    /**
     * Element {@code index} of the whole batch as a long: exact for integers and booleans (1 and 0).
     *
     * @throws IllegalStateException if the tensor is of strings or floating-point numbers
     */
    static long asLong(OutputTensor tensor, int index) {
        return switch (tensor.dtype()) {
            case INT8 -> tensor.data().get(index);
            case UINT8 -> Byte.toUnsignedInt(tensor.data().get(index));
            case INT16 -> tensor.data().getShort(index * Short.BYTES);
            case INT32 -> tensor.data().getInt(index * Integer.BYTES);
            case INT64 -> tensor.data().getLong(index * Long.BYTES);
            case BOOLEAN -> tensor.data().get(index) == 0 ? 0 : 1;
            case FLOAT16, FLOAT32, FLOAT64, STRING ->
                throw new IllegalStateException(
                        "Output '" + tensor.name() + "' is " + tensor.dtype().wireName() + ", not of integers");
        };
    }

    /**
     * The index in the whole batch of the row's largest element, the first of equals; a NaN is never the largest.
     *
     * @throws RecordException with the category {@code model-rejected} if there is none, because all are NaN
     */
    static int indexOfMax(OutputTensor tensor, int row) throws RecordException {
        int first = row * tensor.elementsPerRow();
        int best = -1;
        double bestValue = Double.NaN;
        for (int i = first; i < first + tensor.elementsPerRow(); i++) {
            double value = asDouble(tensor, i);
            if (!Double.isNaN(value) && (best < 0 || value > bestValue)) {
                best = i;
                bestValue = value;
            }
        }
        if (best < 0) {
            throw new RecordException(
                    FailureCategory.MODEL_REJECTED,
                    "The model's output '" + tensor.name() + "' is NaN throughout, so that no element is the largest");
        }
        return best;
    }
}
