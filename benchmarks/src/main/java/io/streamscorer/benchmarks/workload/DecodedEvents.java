package io.streamscorer.benchmarks.workload;

import io.streamscorer.failure.RecordException;
import io.streamscorer.features.DecodePlan;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.InputTensor;
import io.streamscorer.registry.WireFormat;
import java.util.List;
import org.apache.avro.Schema;

/** A workload's events as a model's session takes them. */
public final class DecodedEvents {
    private DecodedEvents() {}

    /**
     * A full batch of different events, decoded by the scorer's own plan.
     *
     * @param inputs what the workload's model takes
     * @throws IllegalStateException if an event cannot be decoded
     */
    public static FeatureBatch batch(Workload workload, List<InputTensor> inputs, int rows) {
        Schema schema = workload.schema();
        EncodedEvents events = EncodedEvents.of(workload, 1, rows);
        FeatureSpec spec = new FeatureSpec(inputs, List.of());
        FeatureBatch batch = new FeatureBatch(spec, rows);
        try {
            DecodePlan plan = DecodePlan.compile(schema, schema, spec);
            for (int row = 0; row < rows; row++) {
                byte[] event = events.get(row);
                plan.decode(event, WireFormat.PREFIX_BYTES, event.length, batch, row);
            }
        } catch (RecordException e) {
            throw new IllegalStateException(workload.title() + ": an event could not be decoded", e);
        }
        return batch;
    }
}
