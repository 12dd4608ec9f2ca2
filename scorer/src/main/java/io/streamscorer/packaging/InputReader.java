package io.streamscorer.packaging;

import io.streamscorer.failure.Suggestion;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.MissingValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the part {@code inputs} of a {@code model.yaml}. What is wrong is reported, and reading goes on. */
final class InputReader {
    private static final List<String> KEYS = List.of("tensor", "dtype", "shape", "missing", "features");
    private static final List<String> DTYPES =
            Stream.of(Dtype.values()).map(Dtype::wireName).toList();

    private final Consumer<String> problems;

    /** @param problems takes one line per problem */
    InputReader(Consumer<String> problems) {
        this.problems = problems;
    }

    List<Feeding.Input> read(YamlMapping document) {
        if (!document.has("inputs")) {
            document.report(
                    "inputs", "missing. It lists the model's input tensors and the event fields that feed each");
            return List.of();
        }
        List<?> nodes = document.list("inputs");
        List<Feeding.Input> inputs = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; nodes != null && i < nodes.size(); i++) {
            YamlMapping mapping = YamlMapping.of(nodes.get(i), "inputs[" + i + "]", KEYS, problems);
            Feeding.Input input = input(mapping);
            if (input != null) {
                if (!seen.add(input.tensor())) {
                    mapping.report(
                            "tensor",
                            "'" + input.tensor() + "' is mapped twice. List all of its features in one entry");
                }
                inputs.add(input);
            }
        }
        return inputs;
    }

    private Feeding.@Nullable Input input(YamlMapping mapping) {
        String tensor = mapping.requiredText("tensor", "which input of the model the features make");
        Dtype dtype = mapping.has("dtype") ? dtype(mapping, "dtype") : null;
        List<Long> shape = mapping.has("shape") ? shape(mapping) : null;
        MissingValue missing =
                mapping.has("missing") ? FeatureReader.missing(mapping, null) : new MissingValue.Reject();
        List<Feeding.MappedField> features = List.of();
        if (!mapping.has("features")) {
            mapping.report("features", "missing. It lists the event fields that make the tensor, in order");
        } else {
            features = features(mapping, missing);
        }
        return tensor == null ? null : new Feeding.Input(tensor, dtype, shape, features);
    }

    private List<Feeding.MappedField> features(YamlMapping mapping, MissingValue missing) {
        FeatureReader reader = new FeatureReader(missing, problems);
        List<?> nodes = mapping.list("features");
        List<Feeding.MappedField> features = new ArrayList<>();
        Set<FieldPath> seen = new HashSet<>();
        for (int i = 0; nodes != null && i < nodes.size(); i++) {
            String place = "features[" + i + "]";
            Feeding.MappedField feature = reader.read(nodes.get(i), mapping, place);
            if (feature != null) {
                if (!seen.add(feature.field())) {
                    mapping.report(place, "the field '" + feature.field() + "' is listed twice in one tensor");
                }
                features.add(feature);
            }
        }
        return features;
    }

    private static List<Long> shape(YamlMapping mapping) {
        List<Long> shape = new ArrayList<>();
        if (mapping.get("shape") instanceof List<?> list) {
            for (Object size : list) {
                if (size instanceof Integer number && number > 0) {
                    shape.add(number.longValue());
                }
            }
            if (shape.size() == list.size()) {
                return shape;
            }
        }
        mapping.report(
                "shape",
                "expected the sizes of one row's dimensions, each from 1, without the batch's, as in [1, 28, 28], found "
                        + (mapping.get("shape") instanceof List<?> list
                                ? list.toString()
                                : YamlMapping.describe(mapping.get("shape"))));
        return shape;
    }

    /** The element type that a key names; null, reported, where there is none of that name. */
    static @Nullable Dtype dtype(YamlMapping mapping, String key) {
        String name = mapping.text(key);
        if (name == null) {
            return null;
        }
        if (!DTYPES.contains(name)) {
            mapping.report(key, "unknown element type '" + name + "'. " + Suggestion.of(name, DTYPES));
            return null;
        }
        return Dtype.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
