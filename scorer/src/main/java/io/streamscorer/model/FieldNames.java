package io.streamscorer.model;

import io.streamscorer.engine.ModelSignature;
import io.streamscorer.failure.Suggestion;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Encoding;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.MissingValue;
import io.streamscorer.features.Scaling;
import io.streamscorer.packaging.AvroNames;
import io.streamscorer.packaging.Feeding;
import io.streamscorer.packaging.ModelPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Maps the model's inputs to fields by name, where no {@code model.yaml} does. */
final class FieldNames {
    private final ModelSignature signature;
    private final Consumer<String> problems;

    /** @param problems takes one line per problem */
    FieldNames(ModelSignature signature, Consumer<String> problems) {
        this.signature = signature;
        this.problems = problems;
    }

    /** Each of the model's inputs as the field of its name. */
    List<Feeding.Input> inputs() {
        List<Feeding.Input> inputs = new ArrayList<>();
        for (ModelSignature.Tensor tensor : signature.inputs()) {
            FieldPath field = AvroNames.path(tensor.name());
            List<Long> shape = tensor.shape();
            String wrong = field == null
                    ? "cannot be the name of an event's field"
                    : shape == null
                                    || shape.subList(Math.min(1, shape.size()), shape.size())
                                            .contains(-1L)
                            ? "leaves open how many items its field has"
                            : null;
            if (wrong != null) {
                problems.accept("the model's input '" + tensor.name() + "', " + tensor.describe() + ", " + wrong
                        + ". Put the file into a directory with a " + ModelPackage.DESCRIPTION
                        + " that maps it; 'scorer describe' prints one to begin with");
            } else if (field != null) {
                inputs.add(input(tensor, List.of(new Feeding.MappedField(field, new MissingValue.Reject()))));
            }
        }
        return inputs;
    }

    /** The columns of an MLflow signature: all of them, in order, for the only input, or else each for the input of its name. */
    List<Feeding.Input> columns(List<Feeding.Column> columns) {
        List<Feeding.Input> inputs = new ArrayList<>();
        if (signature.inputs().size() == 1) {
            ModelSignature.Tensor only = signature.inputs().get(0);
            inputs.add(input(
                    only, columns.stream().map(column -> field(column, only)).toList()));
            return inputs;
        }
        List<String> names =
                columns.stream().map(column -> column.field().toString()).toList();
        for (ModelSignature.Tensor tensor : signature.inputs()) {
            Feeding.Column column = columns.stream()
                    .filter(candidate -> candidate.field().toString().equals(tensor.name()))
                    .findFirst()
                    .orElse(null);
            if (column == null) {
                problems.accept("signature.inputs: there is no column for the model's input '" + tensor.name() + "', "
                        + tensor.describe() + ". " + Suggestion.of(tensor.name(), names));
            } else {
                inputs.add(input(tensor, List.of(field(column, tensor))));
            }
        }
        List<String> tensors =
                signature.inputs().stream().map(ModelSignature.Tensor::name).toList();
        for (String name : names) {
            if (!tensors.contains(name)) {
                problems.accept("signature.inputs: the model has no input for the column '" + name + "'. "
                        + Suggestion.of(name, tensors));
            }
        }
        return inputs;
    }

    private static Feeding.Input input(ModelSignature.Tensor tensor, List<Feeding.MappedField> fields) {
        return new Feeding.Input(tensor.name(), null, null, fields);
    }

    private Feeding.MappedField field(Feeding.Column column, ModelSignature.Tensor tensor) {
        String mismatch = mismatch(column.kind(), tensor.dtype());
        if (mismatch != null) {
            problems.accept("signature.inputs: the column '" + column.field() + "' holds " + mismatch
                    + ", but the model's input '" + tensor.name() + "' is " + tensor.describe());
        }
        MissingValue missing = column.required() || !tensor.dtype().isFloating()
                ? new MissingValue.Reject()
                : new MissingValue.Constant(Double.NaN);
        return new Feeding.MappedField(column.field(), 1, new Encoding.Value(), Scaling.NONE, missing);
    }

    /** What a column holds, where the type cannot hold it; else null. */
    private static @Nullable String mismatch(Feeding.Kind kind, Dtype dtype) {
        return switch (kind) {
            case TEXT -> dtype == Dtype.STRING ? null : "text";
            case FLOATING -> dtype.isFloating() ? null : "numbers with a fraction";
            case INTEGER -> dtype == Dtype.STRING || dtype == Dtype.BOOLEAN ? "integers" : null;
            case TRUTH -> dtype == Dtype.STRING ? "truth values" : null;
        };
    }
}
