package io.streamscorer.features;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import java.util.List;

/** The failures that a field's value is none for its tensor. */
final class InvalidFeature {
    private static final int QUOTED_CHARACTERS = 40;

    private InvalidFeature() {}

    /** The failure for a reason. */
    static RecordException because(FieldPath field, String reason) {
        return new RecordException(FailureCategory.INVALID_FEATURE, "field '" + field + "': " + reason);
    }

    /** The failure that a value is out of the dtype's range. */
    static RecordException outOfRange(FieldPath field, Dtype dtype) {
        return new RecordException(
                FailureCategory.INVALID_FEATURE,
                "field '" + field + "' holds a value that is out of the range of the model's input, which is "
                        + dtype.wireName());
    }

    /** The failure that a value is out of its tensor's range, given where its element starts in {@link FeatureBatch#row()}. */
    static RecordException outOfRange(List<InputTensor> tensors, int offset) {
        int start = 0;
        for (InputTensor tensor : tensors) {
            for (Feature feature : tensor.features()) {
                int end = start + feature.width() * tensor.dtype().bytes();
                if (offset < end) {
                    return outOfRange(feature.field(), tensor.dtype());
                }
                start = end;
            }
        }
        throw new IllegalStateException("No cell at " + offset);
    }

    /** The failure that an array has another number of items than its feature elements. */
    static RecordException items(FieldPath field, int needed, String found) {
        return because(field, needed + " items are needed, the event has " + found);
    }

    /** The text between quotes, cut if it is long. */
    static String quote(String text) {
        if (text.length() <= QUOTED_CHARACTERS) {
            return "'" + text + "'";
        }
        int end = Character.isHighSurrogate(text.charAt(QUOTED_CHARACTERS - 1))
                ? QUOTED_CHARACTERS - 1
                : QUOTED_CHARACTERS;
        return "'" + text.substring(0, end) + "…'";
    }
}
