package io.streamscorer.features;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;

/** Makes up feature specs that fit a reader schema. */
final class RandomSpecs {
    private static final Dtype[] DTYPES = Dtype.values();
    private static final String[] CATEGORIES = {
        "RED",
        "REDx",
        "GREEN",
        "BLUE",
        "x",
        "xx",
        "é",
        "\u20ac",
        "",
        "0",
        "12",
        "-3",
        "7",
        "007",
        "true",
        "false",
        "x".repeat(200)
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
        Map<FieldPath, Integer> widths = new HashMap<>();
        paths.forEach(path -> widths.put(path, random.nextInt(25) == 0 ? 3 : 2));
        List<InputTensor> tensors = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            Dtype dtype = random.nextInt(3) == 0 ? Dtype.FLOAT32 : DTYPES[random.nextInt(DTYPES.length)];
            List<Feature> features = new ArrayList<>();
            for (FieldPath path : paths) {
                for (int tries = random.nextInt(3) * 3; tries > 0; tries--) {
                    Feature feature = feature(path, dtype, widths.getOrDefault(path, 2));
                    InputTensor alone = new InputTensor("alone", dtype, List.of(feature));
                    if (fits(reader, new FeatureSpec(List.of(alone), List.of()))) {
                        features.add(feature);
                        break;
                    }
                }
            }
            if (!features.isEmpty()) {
                tensors.add(new InputTensor("tensor" + i, dtype, features));
            }
        }
        return new FeatureSpec(tensors, copied);
    }

    private Feature feature(FieldPath path, Dtype dtype, int arrayWidth) {
        Encoding encoding = switch (random.nextInt(6)) {
            case 0, 1 -> vocabulary(dtype);
            case 2 -> new Encoding.Packed(DTYPES[random.nextInt(DTYPES.length - 1)]);
            default -> new Encoding.Value();
        };
        int width = random.nextInt(2) == 0 ? 1 : arrayWidth;
        if (encoding instanceof Encoding.Packed packed) {
            int size = random.nextInt(3) > 0 ? 4 : 1 << random.nextInt(4);
            width = Math.max(1, size / packed.elements().bytes());
        }
        Scaling scaling = dtype.isFloating() && random.nextInt(3) == 0
                ? new Scaling(random.nextInt(3), random.nextBoolean() ? 3 : 0.1)
                : Scaling.NONE;
        return new Feature(path, width, encoding, scaling, missing(dtype, encoding));
    }

    private Encoding.Vocabulary vocabulary(Dtype dtype) {
        Map<String, Double> numbers = new HashMap<>();
        for (String category : CATEGORIES) {
            if (random.nextInt(3) > 0) {
                numbers.put(category, (double) random.nextInt(dtype == Dtype.BOOLEAN ? 2 : 100));
            }
        }
        return new Encoding.Vocabulary(numbers, random.nextInt(12) == 0 ? null : 1.0);
    }

    private static boolean fits(Schema reader, FeatureSpec spec) {
        return FeatureMapping.check(reader, spec).isEmpty();
    }

    private MissingValue missing(Dtype dtype, Encoding encoding) {
        boolean text = dtype == Dtype.STRING || encoding instanceof Encoding.Vocabulary && random.nextInt(3) == 0;
        return switch (random.nextInt(12)) {
            case 0 -> new MissingValue.Reject();
            case 1 ->
                text ? new MissingValue.Text("é") : new MissingValue.Constant(dtype.isFloating() ? Double.NaN : 1);
            case 2, 3 -> new MissingValue.SchemaDefault();
            default -> text ? new MissingValue.Text("x") : new MissingValue.Constant(random.nextInt(2));
        };
    }

    private void collect(Schema schema, List<String> names, List<FieldPath> paths) {
        switch (schema.getType()) {
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, names, paths));
            case RECORD -> {
                if (names.size() < 4) {
                    for (Schema.Field field : schema.getFields()) {
                        collect(field.schema(), with(names, field.name()), paths);
                    }
                }
            }
            case MAP -> {
                for (String key : RandomEvents.KEYS) {
                    if (names.size() < 4 && random.nextInt(4) == 0) {
                        collect(schema.getValueType(), with(names, key), paths);
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

    private static List<String> with(List<String> names, String name) {
        List<String> inner = new ArrayList<>(names);
        inner.add(name);
        return inner;
    }
}
