package io.streamscorer.features;

import java.util.List;

/**
 * One input of the model: a tensor of shape {@code [N, F]}, row-major, one row per event.
 *
 * @param name the model's name for the input
 * @param dtype the type of its elements
 * @param features its columns in order, F of them
 */
public record InputTensor(String name, Dtype dtype, List<Feature> features) {
    public InputTensor {
        features = List.copyOf(features);
        if (features.isEmpty()) {
            throw new IllegalArgumentException("Input tensor '" + name + "' has no features");
        }
    }

    /** The size of one event's row in bytes. */
    public int rowBytes() {
        return Math.multiplyExact(features.size(), dtype.bytes());
    }
}
