package io.streamscorer.model;

import io.streamscorer.engine.ModelSignature;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Encoding;
import io.streamscorer.features.Feature;
import io.streamscorer.features.InputTensor;
import io.streamscorer.features.MissingValue;
import io.streamscorer.features.Scaling;
import io.streamscorer.packaging.Feeding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Settles one input: the shape of its row, and how many elements each feature fills. Used once. */
final class TensorFit {
    private final Feeding.Input input;
    private final String name;
    private final Dtype dtype;
    private final ModelSignature.@Nullable Tensor tensor;
    private final Consumer<String> problems;
    private boolean fits = true;

    /**
     * @param input what the package says
     * @param dtype the elements' type
     * @param tensor what the file says, or null where it says nothing
     * @param problems takes one line per problem
     */
    TensorFit(
            Feeding.Input input,
            String name,
            Dtype dtype,
            ModelSignature.@Nullable Tensor tensor,
            Consumer<String> problems) {
        this.input = input;
        this.name = name;
        this.dtype = dtype;
        this.tensor = tensor;
        this.problems = problems;
    }

    /** The input with its features; null, reported, where they do not fit. */
    @Nullable
    InputTensor settle() {
        if (tensor != null && input.dtype() != null && input.dtype() != tensor.dtype()) {
            report("is given as " + input.dtype().wireName() + ", but the model takes " + tensor.describe()
                    + ". Correct or leave out its dtype");
        }
        List<Long> row = row();
        List<Feature> features = new ArrayList<>();
        List<Long> settled = row == null ? List.of() : settle(row, features);
        for (Feeding.MappedField field : input.features()) {
            checkEncoding(field);
            checkNumbers(field);
        }
        return fits ? new InputTensor(name, dtype, settled, features) : null;
    }

    private void report(String problem) {
        fits = false;
        problems.accept("inputs: '" + name + "' " + problem);
    }

    private String described() {
        return tensor == null ? dtype.wireName() : tensor.describe();
    }

    /** A row's dimensions, -1 for one that is open; null, reported, where the package and the file contradict each other. */
    private @Nullable List<Long> row() {
        List<Long> given = input.shape();
        List<Long> shape = tensor == null ? null : tensor.shape();
        if (shape == null) {
            return given == null ? List.of(-1L) : given;
        }
        if (shape.isEmpty()) {
            report("is a single value, not one row per event, and cannot be fed from events");
            return null;
        }
        List<Long> row = shape.subList(1, shape.size());
        if (given == null) {
            return row;
        }
        boolean agrees = given.size() == row.size();
        for (int d = 0; agrees && d < row.size(); d++) {
            agrees = row.get(d) < 0 || row.get(d).equals(given.get(d));
        }
        if (!agrees) {
            report("is given rows of shape " + given + ", but the model takes " + described()
                    + ", whose first dimension is the batch's. Correct or leave out its shape");
            return null;
        }
        return given;
    }

    /** Fills in the dimension that is left open, and the features with the widths that they then have. */
    private List<Long> settle(List<Long> row, List<Feature> features) {
        long known = row.stream().filter(size -> size > 0).reduce(1L, Math::multiplyExact);
        long open = row.stream().filter(size -> size < 0).count();
        List<Feeding.MappedField> fields = input.features();
        boolean whole = fields.size() == 1 && fields.get(0).width() == 0;
        if (open > 1 || (open == 1 && whole && known > 1)) {
            report("is " + described()
                    + ", which leaves more open than its features can settle. Add the shape of one row, as in shape: "
                    + row.stream().map(size -> size < 0 ? 8 : size).toList());
            return row;
        }
        long elements = 0;
        for (Feeding.MappedField field : fields) {
            long width = whole ? known : Math.max(1, field.width());
            elements += width;
            if (width > Integer.MAX_VALUE) {
                report("has rows of " + width + " elements, more than can be held");
                return row;
            }
            features.add(new Feature(field.field(), (int) width, field.encoding(), field.scaling(), field.missing()));
        }
        if (open == 1 && elements % known == 0) {
            long filled = elements / known;
            return row.stream()
                    .map(size -> size < 0 ? Long.valueOf(filled) : size)
                    .toList();
        }
        if (elements != known || open == 1) {
            report("has " + count(fields.size(), elements) + ", but the model takes "
                    + (open == 1 ? "multiples of " : "") + known + " (" + described() + ")"
                    + (row.isEmpty() ? ": a shape without columns takes one" : ""));
        }
        return row;
    }

    private static String count(int features, long elements) {
        return features
                + (features == 1 ? " feature" : " features")
                + (features == elements ? "" : " with " + elements + " elements");
    }

    private void checkEncoding(Feeding.MappedField field) {
        boolean text = dtype == Dtype.STRING;
        Encoding encoding = field.encoding();
        if (text && encoding instanceof Encoding.Vocabulary) {
            report("takes strings, but the vocabulary of '" + field.field() + "' makes numbers of them. Leave it out");
        }
        if (text && encoding instanceof Encoding.Packed) {
            report("takes strings, but '" + field.field() + "' is given as bytes that hold numbers");
        }
        if (encoding instanceof Encoding.Packed packed
                && packed.elements().isFloating()
                && !dtype.isFloating()
                && !text) {
            report("takes " + dtype.wireName() + ", but the bytes of '" + field.field() + "' hold "
                    + packed.elements().wireName() + ", which would lose its fraction");
        }
        if (!field.scaling().equals(Scaling.NONE) && !dtype.isFloating()) {
            report("takes " + dtype.wireName() + ", but '" + field.field()
                    + "' is scaled by subtract and divide, which only a floating-point type can hold");
        }
        if (text && field.missing() instanceof MissingValue.Constant constant) {
            report("takes strings, but '" + field.field() + "' is " + constant.value()
                    + " where it is missing. Write missing: {text: \"...\"}");
        }
        if (!text
                && field.missing() instanceof MissingValue.Text missing
                && !(encoding instanceof Encoding.Vocabulary)) {
            report("takes " + dtype.wireName() + ", but '" + field.field() + "' is the text '" + missing.value()
                    + "' where it is missing. Write a number");
        }
    }

    /** Whether the tensor can hold the numbers that the package gives. */
    private void checkNumbers(Feeding.MappedField field) {
        if (dtype == Dtype.STRING) {
            return;
        }
        if (field.missing() instanceof MissingValue.Constant constant) {
            check(field, constant.value(), "takes where it is missing");
        }
        if (field.encoding() instanceof Encoding.Vocabulary vocabulary) {
            for (Map.Entry<String, Double> entry : new TreeMap<>(vocabulary.numbers()).entrySet()) {
                check(field, entry.getValue(), "takes for the category '" + entry.getKey() + "'");
            }
            if (vocabulary.unknown() != null) {
                check(field, vocabulary.unknown(), "takes for unknown categories");
            }
        }
    }

    private void check(Feeding.MappedField field, double value, String use) {
        if (!holds(field.scaling().apply(value))) {
            report("is " + dtype.wireName() + ", which cannot hold the value " + value + " that '" + field.field()
                    + "' " + use
                    + (field.scaling().equals(Scaling.NONE)
                            ? ""
                            : ", scaled to " + field.scaling().apply(value)));
        }
    }

    private boolean holds(double value) {
        return switch (dtype) {
            // Values from here on round to infinity.
            case FLOAT16 -> !(Math.abs(value) >= 65520);
            case FLOAT32 -> Double.isNaN(value) || Float.isFinite((float) value);
            case FLOAT64 -> !Double.isInfinite(value);
            case INT8 -> (byte) value == value;
            case UINT8 -> ((int) value & 0xFF) == value;
            case INT16 -> (short) value == value;
            case INT32 -> (int) value == value;
            // Beyond it a double does not tell neighbouring integers apart.
            case INT64 -> Math.abs(value) <= 1L << 53 && (long) value == value;
            case BOOLEAN -> value == 0 || value == 1;
            case STRING -> false;
        };
    }
}
