package io.streamscorer.features;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;

/** The failure that a field's value is out of its tensor's range. */
final class InvalidFeature {
    private InvalidFeature() {}

    static String message(FieldPath field, Dtype dtype) {
        return "field '" + field + "' holds a value that is out of the range of the model's input, which is "
                + dtype.wireName();
    }

    /** The failure of the cell that starts at {@code offset} in a row of the tensor. */
    static RecordException of(InputTensor tensor, int offset) {
        Feature feature = tensor.features().get(offset / tensor.dtype().bytes());
        return new RecordException(FailureCategory.INVALID_FEATURE, message(feature.field(), tensor.dtype()));
    }
}
