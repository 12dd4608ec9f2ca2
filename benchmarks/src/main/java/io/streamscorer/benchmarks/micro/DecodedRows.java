package io.streamscorer.benchmarks.micro;

import io.streamscorer.failure.RecordException;
import io.streamscorer.features.DecodePlan;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.InputTensor;
import io.streamscorer.features.MissingValue;
import java.util.List;
import org.apache.avro.Schema;

/** The scorer's decode plan for numeric fields of an event, and the batch that it fills row by row, again and again. One thread. */
final class DecodedRows {
    private static final int ROWS = 512;

    private final DecodePlan plan;
    private final FeatureBatch batch;
    private int row;

    /**
     * Compiles the plan.
     *
     * @param fields what becomes one float tensor
     */
    DecodedRows(Schema schema, List<String> fields) throws RecordException {
        List<Feature> features = fields.stream()
                .map(field -> new Feature(FieldPath.parse(field), new MissingValue.Constant(0)))
                .toList();
        FeatureSpec spec = new FeatureSpec(List.of(new InputTensor("features", Dtype.FLOAT32, features)), List.of());
        plan = DecodePlan.compile(schema, schema, spec);
        batch = new FeatureBatch(spec, ROWS);
    }

    /** Decodes an event into the next row. */
    FeatureBatch decode(byte[] event) throws RecordException {
        row = (row + 1) % ROWS;
        plan.decode(event, AvroEvents.START, event.length, batch, row);
        return batch;
    }
}
