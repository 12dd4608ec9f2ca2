package io.streamscorer.features;

import java.util.List;

/**
 * Which fields of an event are read, and where they go.
 *
 * @param tensors the model's inputs, in the model's own order
 * @param copiedFields the fields that are copied into the Prediction as they are
 */
public record FeatureSpec(List<InputTensor> tensors, List<FieldPath> copiedFields) {
    public FeatureSpec {
        tensors = List.copyOf(tensors);
        copiedFields = List.copyOf(copiedFields);
    }
}
