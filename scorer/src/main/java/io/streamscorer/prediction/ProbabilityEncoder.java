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
    /** The map with all probabilities 0, and where they stand in it. */
    private final byte[] map;

    private final int[] positions;

    ProbabilityEncoder(OutputRoles.Probabilities role) {
        this.output = role.output();
        this.positions = new int[role.classes().size()];
        AvroOutput out = new AvroOutput();
        out.writeLong(positions.length);
        for (int i = 0; i < positions.length; i++) {
            out.writeBytes(role.classes().get(i).getBytes(UTF_8));
            positions[i] = out.size();
            out.writeDouble(0);
        }
        out.writeLong(0);
        this.map = out.toByteArray();
    }

    void write(AvroOutput out, List<OutputTensor> outputs, int row) throws RecordException {
        OutputTensor tensor = outputs.get(output);
        if (tensor.elementsPerRow() != positions.length) {
            throw new RecordException(
                    FailureCategory.MODEL_REJECTED,
                    "The model gave " + tensor.elementsPerRow() + " probabilities in output '" + tensor.name()
                            + "', but its package names " + positions.length + " classes");
        }
        int first = row * tensor.elementsPerRow();
        int start = out.size();
        out.writeRaw(map);
        for (int i = 0; i < positions.length; i++) {
            out.setDouble(start + positions[i], Elements.asDouble(tensor, first + i));
        }
    }
}
