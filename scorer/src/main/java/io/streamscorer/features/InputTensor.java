package io.streamscorer.features;

import java.util.List;

/**
 * One input of the model: a tensor of one row per event, whose features lie one after the other in the row, row-major.
 *
 * @param name the model's name for the input
 * @param dtype the type of its elements
 * @param rowShape the shape of a row, without the batch dimension: empty for a single element, {@code [28, 28]} for an image
 * @param features its features in order, whose widths add up to the row's elements
 */
public record InputTensor(String name, Dtype dtype, List<Long> rowShape, List<Feature> features) {
    public InputTensor {
        rowShape = List.copyOf(rowShape);
        features = List.copyOf(features);
        if (features.isEmpty()) {
            throw new IllegalArgumentException("Input tensor '" + name + "' has no features");
        }
        long elements = rowShape.stream().reduce(1L, Math::multiplyExact);
        if (elements != elements(features)) {
            throw new IllegalArgumentException("Input tensor '" + name + "' has rows of shape " + rowShape
                    + ", but its features have " + elements(features) + " elements");
        }
    }

    /** A tensor of shape {@code [N, F]}, F being the number of its features' elements. */
    public InputTensor(String name, Dtype dtype, List<Feature> features) {
        this(name, dtype, List.of(elements(features)), features);
    }

    private static long elements(List<Feature> features) {
        return features.stream().mapToLong(Feature::width).sum();
    }

    /** How many elements one event's row has. */
    public int rowElements() {
        return Math.toIntExact(elements(features));
    }

    /** The size of one event's row in bytes; 0 for strings. */
    public int rowBytes() {
        return Math.multiplyExact(rowElements(), dtype.bytes());
    }
}
