package io.streamscorer.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;

/** Makes up feature specs that fit a reader schema. */
final class RandomSpecs {
    private static final Dtype[] DTYPES = {
        Dtype.FLOAT32, Dtype.FLOAT64, Dtype.INT8, Dtype.UINT8, Dtype.INT32, Dtype.INT64, Dtype.BOOLEAN
    };

    private final Random random;

    RandomSpecs(Random random) {
        this.random = random;
    }

    FeatureSpec spec(Schema reader) {
        List<FieldPath> paths = new ArrayList<>();
        collect(reader, new ArrayList<>(), paths);
        List<FieldPath> copied = new ArrayList<>();
        for (FieldPath path : paths) {
            if (random.nextInt(2) == 0 && fits(reader, new FeatureSpec(List.of(), List.of(path)))) {
                copied.add(path);
            }
        }
        List<InputTensor> tensors = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Dtype dtype = random.nextInt(2) == 0 ? DTYPES[random.nextInt(2)] : DTYPES[random.nextInt(DTYPES.length)];
            List<Feature> features = new ArrayList<>();
            for (FieldPath path : paths) {
                Feature feature = new Feature(path, missing(dtype));
                InputTensor alone = new InputTensor("alone", dtype, List.of(feature));
                if (random.nextInt(3) > 0 && fits(reader, new FeatureSpec(List.of(alone), List.of()))) {
                    features.add(feature);
                }
            }
            if (!features.isEmpty()) {
                tensors.add(new InputTensor("tensor" + i, dtype, features));
            }
        }
        return new FeatureSpec(tensors, copied);
    }

    private static boolean fits(Schema reader, FeatureSpec spec) {
        return FeatureMapping.check(reader, spec).isEmpty();
    }

    private MissingValue missing(Dtype dtype) {
        return switch (random.nextInt(8)) {
            case 0 -> new MissingValue.Reject();
            case 1 -> new MissingValue.Constant(dtype.isFloating() ? Double.NaN : 1);
            default -> new MissingValue.Constant(random.nextInt(2));
        };
    }

    private static void collect(Schema schema, List<String> names, List<FieldPath> paths) {
        switch (schema.getType()) {
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, names, paths));
            case RECORD -> {
                if (names.size() < 4) {
                    for (Schema.Field field : schema.getFields()) {
                        List<String> inner = new ArrayList<>(names);
                        inner.add(field.name());
                        collect(field.schema(), inner, paths);
                    }
                }
            }
            default -> {
                FieldPath path = new FieldPath(names);
                if (!paths.contains(path)) {
                    paths.add(path);
                }
            }
        }
    }
}
