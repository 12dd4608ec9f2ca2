package io.streamscorer.engine;

import io.streamscorer.features.Dtype;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a model file itself says about its inputs and outputs: names, element types, shapes, and classes where a ZipMap names them. Immutable.
 *
 * @param inputs the inputs that a caller must feed, in the file's order; initializers are not among them
 * @param outputs the outputs, in the file's order
 */
public record ModelSignature(List<Tensor> inputs, List<Tensor> outputs) {
    public ModelSignature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * One input or output.
     *
     * @param name the file's name for it
     * @param dtype the type of its elements as the engine takes or gives them; a float16 output is given as float32
     * @param shape its dimensions, -1 for one that is open; or null where the file does not say
     * @param classes what the elements of a row stand for, where the file says so; else null
     */
    public record Tensor(
            String name,
            Dtype dtype,
            @Nullable List<Long> shape,
            @Nullable List<String> classes) {
        public Tensor {
            shape = shape == null ? null : List.copyOf(shape);
            classes = classes == null ? null : List.copyOf(classes);
        }

        /** The type and shape as in {@code float32[N, 30]}, {@code ?} for an open dimension other than the first. */
        public String describe() {
            if (shape == null) {
                return dtype.wireName() + " of unstated shape";
            }
            String dimensions =
                    shape.stream().map(size -> size < 0 ? "?" : size.toString()).collect(Collectors.joining(", "));
            return dtype.wireName() + "[" + (dimensions.startsWith("?") ? "N" + dimensions.substring(1) : dimensions)
                    + "]";
        }

        /** How many elements a row has: the product of the dimensions after the first; -1 if it is open. */
        public long elementsPerRow() {
            if (shape == null
                    || shape.isEmpty()
                    || shape.subList(1, shape.size()).contains(-1L)) {
                return -1;
            }
            return shape.subList(1, shape.size()).stream()
                    .mapToLong(Long::longValue)
                    .reduce(1, Math::multiplyExact);
        }
    }
}
