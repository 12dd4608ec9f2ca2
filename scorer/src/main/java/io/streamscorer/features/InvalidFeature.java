package io.streamscorer.features;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import java.util.List;

/** The failure that a field's value is out of its tensor's range. */
final class InvalidFeature {
    private InvalidFeature() {}

    static String message(FieldPath field, Dtype dtype) {
        return "field '" + field + "' holds a value that is out of the range of the model's input, which is "
                + dtype.wireName();
    }

    /** The failure of the cell that starts at {@code offset} in {@link FeatureBatch#row()}. */
    static RecordException of(List<InputTensor> tensors, int offset) {
        int start = 0;
        for (InputTensor tensor : tensors) {
            if (offset < start + tensor.rowBytes()) {
                int column = (offset - start) / tensor.dtype().bytes();
                FieldPath field = tensor.features().get(column).field();
                return new RecordException(FailureCategory.INVALID_FEATURE, message(field, tensor.dtype()));
            }
            start += tensor.rowBytes();
        }
        throw new IllegalStateException("No cell at " + offset);
    }
}
