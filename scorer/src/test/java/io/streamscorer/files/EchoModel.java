package io.streamscorer.files;

import io.streamscorer.features.Dtype;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.InputTensor;
import io.streamscorer.features.MissingValue;
import io.streamscorer.model.FakeModel;
import io.streamscorer.model.FakeOutput;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.OutputRoles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A model whose output {@code echo} is its float64 input and whose score is the first feature. */
final class EchoModel {
    private EchoModel() {}

    static LoadedModel of(MissingValue missing, String... fields) {
        List<Feature> features = Stream.of(fields)
                .map(field -> new Feature(FieldPath.parse(field), missing))
                .toList();
        return new FakeModel(
                "echo",
                "1",
                List.of(new InputTensor("x", Dtype.FLOAT64, features)),
                List.of("echo"),
                new OutputRoles(new OutputRoles.Score(0, 0), null, null),
                (batch, rows) -> {
                    List<Double> elements = new ArrayList<>();
                    for (int i = 0; i < rows * fields.length; i++) {
                        elements.add(batch.buffer(0).getDouble(i * Double.BYTES));
                    }
                    return List.of(FakeOutput.of("echo", Dtype.FLOAT64, new long[] {fields.length}, elements));
                });
    }
}
