package io.streamscorer.prediction;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.failure.RecordException;
import io.streamscorer.model.OutputRoles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what a model says of the class into the label's UTF-8 bytes. Not thread-safe. */
final class LabelEncoder {
    private final OutputRoles.@Nullable Label role;
    private final int probabilitiesOutput;
    private final byte @Nullable [][] classes;

    LabelEncoder(OutputRoles roles) {
        this.role = roles.label();
        OutputRoles.Probabilities probabilities = roles.probabilities();
        this.probabilitiesOutput = probabilities == null ? -1 : probabilities.output();
        if (role == null) {
            this.classes = null;
        } else if (role.output() < 0) {
            if (probabilities == null) {
                throw new IllegalArgumentException("A label without an output of its own needs probabilities");
            }
            this.classes = utf8(probabilities.classes());
        } else {
            this.classes = role.classes() == null ? null : utf8(role.classes());
        }
    }

    /**
     * The label of one row; not to be changed.
     *
     * @throws RecordException if the model's index has no class
     */
    byte[] bytes(List<OutputTensor> outputs, int row) throws RecordException {
        if (role == null) {
            throw new IllegalStateException("The model has no label");
        }
        if (role.output() < 0) {
            OutputTensor tensor = outputs.get(probabilitiesOutput);
            return ofClass(Elements.indexOfMax(tensor, row) - (long) row * tensor.elementsPerRow());
        }
        OutputTensor tensor = outputs.get(role.output());
        int index = row * tensor.elementsPerRow();
        return switch (tensor.dtype()) {
            case STRING -> tensor.strings()[index].getBytes(UTF_8);
            case BOOLEAN ->
                classes == null
                        ? Boolean.toString(Elements.asLong(tensor, index) != 0).getBytes(UTF_8)
                        : ofClass(Elements.asLong(tensor, index));
            case INT8, UINT8, INT16, INT32, INT64 -> ofNumber(Elements.asLong(tensor, index));
            case FLOAT16, FLOAT32, FLOAT64 -> ofFloating(Elements.asDouble(tensor, index));
        };
    }

    private byte[] ofFloating(double value) throws RecordException {
        long whole = (long) value;
        if (whole == value) {
            return ofNumber(whole);
        }
        if (classes != null) {
            throw PredictionEncoder.noClass(value, classes.length);
        }
        return Double.toString(value).getBytes(UTF_8);
    }

    private byte[] ofNumber(long value) throws RecordException {
        return classes == null ? Long.toString(value).getBytes(UTF_8) : ofClass(value);
    }

    private byte[] ofClass(long index) throws RecordException {
        byte @Nullable [][] all = classes;
        if (all == null || index < 0 || index >= all.length) {
            throw PredictionEncoder.noClass(index, all == null ? 0 : all.length);
        }
        return all[(int) index];
    }

    private static byte[][] utf8(List<String> names) {
        return names.stream().map(name -> name.getBytes(UTF_8)).toArray(byte[][]::new);
    }
}
