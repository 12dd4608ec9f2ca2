package io.streamscorer.packaging;

import io.streamscorer.features.Dtype;
import io.streamscorer.features.Encoding;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.MissingValue;
import io.streamscorer.features.Scaling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model package says of the event fields that feed the model, before the model's file has been read. */
public sealed interface Feeding {
    /**
     * Each input tensor with its features, as {@code model.yaml} lists them.
     *
     * @param inputs the inputs, at least one
     */
    record Described(List<Input> inputs) implements Feeding {
        public Described {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * The columns of an MLflow signature: fields of the event, in the order in which a model with one input takes them. A model with several
     * inputs takes them by name.
     *
     * @param columns the columns, at least one
     */
    record Columns(List<Column> columns) implements Feeding {
        public Columns {
            columns = List.copyOf(columns);
        }
    }

    /** Nothing: each input of the model is named as the field that feeds it. */
    record ByName() implements Feeding {}

    /**
     * One input tensor.
     *
     * @param tensor the model's name for it
     * @param dtype its element type, or null where the model's file decides
     * @param shape the shape of one row, or null where the model's file decides
     * @param features its features in order, at least one
     */
    record Input(
            String tensor, @Nullable Dtype dtype, @Nullable List<Long> shape, List<MappedField> features) {
        public Input {
            shape = shape == null ? null : List.copyOf(shape);
            features = List.copyOf(features);
        }
    }

    /**
     * A field that becomes a feature.
     *
     * @param field the event's field
     * @param width how many elements of the row it fills, or 0 where that is left open: one element, or all of the row's where the tensor has no
     *     other feature
     * @param encoding how its value becomes elements
     * @param scaling how each element is changed
     * @param missing what a null becomes
     */
    record MappedField(FieldPath field, int width, Encoding encoding, Scaling scaling, MissingValue missing) {
        /** A field whose value is taken as it is. */
        public MappedField(FieldPath field, MissingValue missing) {
            this(field, 0, new Encoding.Value(), Scaling.NONE, missing);
        }
    }

    /**
     * A column of an MLflow signature.
     *
     * @param field the event's field, of the column's name
     * @param kind what it holds
     * @param required whether null is no value of it
     */
    record Column(FieldPath field, Kind kind, boolean required) {}

    /** What a column holds, by MLflow's data types. */
    enum Kind {
        /** {@code boolean}. */
        TRUTH,
        /** {@code integer} and {@code long}. */
        INTEGER,
        /** {@code float} and {@code double}. */
        FLOATING,
        /** {@code string}. */
        TEXT
    }
}
