package io.streamscorer.prediction;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import io.streamscorer.model.OutputRoles;
import java.util.List;

/** Writes a row's probabilities as an Avro map of class to double. Thread-safe. */
final class ProbabilityEncoder {
    private final int output;
    private final byte[][] keys;

    ProbabilityEncoder(OutputRoles.Probabilities role) {
        this.output = role.output();
        this.keys = new byte[role.classes().size()][];
        for (int i = 0; i < keys.length; i++) {
            AvroOutput key = new AvroOutput();
            key.writeBytes(role.classes().get(i).getBytes(UTF_8));
            keys[i] = key.toByteArray();
        }
    }

    void write(AvroOutput out, List<OutputTensor> outputs, int row) throws RecordException {
        OutputTensor tensor = outputs.get(output);
        if (tensor.elementsPerRow() != keys.length) {
            throw new RecordException(
                    FailureCategory.MODEL_REJECTED,
                    "The model gave " + tensor.elementsPerRow() + " probabilities in output '" + tensor.name()
                            + "', but its package names " + keys.length + " classes");
        }
        int first = row * tensor.elementsPerRow();
        out.writeLong(keys.length);
        for (int i = 0; i < keys.length; i++) {
            out.writeRaw(keys[i]);
            out.writeDouble(Elements.asDouble(tensor, first + i));
        }
        out.writeLong(0);
    }
}
