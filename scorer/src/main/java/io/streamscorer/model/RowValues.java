package io.streamscorer.model;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.features.Dtype;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy of some rows of an output, for comparing.
 *
 * @param name the output's name
 * @param dtype the elements' type
 * @param elementsPerRow how many elements a row has
 * @param elements the elements, row-major: {@link Double}s, or {@link Long}s for integers, or {@link String}s
 */
record RowValues(String name, Dtype dtype, int elementsPerRow, List<Object> elements) {
    static RowValues copy(OutputTensor output, int rows) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < rows * output.elementsPerRow(); i++) {
            elements.add(element(output, i));
        }
        return new RowValues(output.name(), output.dtype(), output.elementsPerRow(), elements);
    }

    private static Object element(OutputTensor output, int index) {
        if (output.dtype() == Dtype.STRING) {
            return output.strings()[index];
        }
        ByteBuffer data = output.data();
        int at = index * output.dtype().bytes();
        return switch (output.dtype()) {
            case FLOAT32 -> (double) data.getFloat(at);
            case FLOAT64 -> data.getDouble(at);
            case INT8, BOOLEAN -> (long) data.get(at);
            case UINT8 -> (long) (data.get(at) & 0xFF);
            case FLOAT16 -> throw new IllegalStateException("Outputs of float16 are given as float32");
            case INT16 -> (long) data.getShort(at);
            case INT32 -> (long) data.getInt(at);
            case INT64 -> data.getLong(at);
            case STRING -> throw new IllegalStateException();
        };
    }

    /** How a row differs from the only row of another copy, or null if it does not. */
    @Nullable
    String difference(int row, RowValues alone) {
        if (alone.elementsPerRow != elementsPerRow) {
            return alone.elementsPerRow + " elements alone, " + elementsPerRow + " in a batch";
        }
        for (int e = 0; e < elementsPerRow; e++) {
            Object single = alone.elements.get(e);
            Object batched = elements.get(row * elementsPerRow + e);
            if (!near(single, batched)) {
                return "element " + e + " is " + single + " alone and " + batched + " in a batch";
            }
        }
        return null;
    }

    /** Whether two elements are the same but for the rounding of sums that are taken in another order. */
    private boolean near(Object left, Object right) {
        if (left.equals(right)) {
            return true;
        }
        if (!(left instanceof Double l && right instanceof Double r)) {
            return false;
        }
        double tolerance = dtype != Dtype.FLOAT32 ? 1e-9 : isHalf(l) && isHalf(r) ? 4e-3 : 1e-4;
        return l.equals(r) || Math.abs(l - r) <= tolerance * Math.max(1, Math.max(Math.abs(l), Math.abs(r)));
    }

    /** Whether a float32 may have been a float16, whose neighbours are farther apart. */
    private static boolean isHalf(double value) {
        return (Float.floatToRawIntBits((float) value) & 0x1FFF) == 0;
    }
}
