package io.streamscorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Encoding;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.InputTensor;
import io.streamscorer.packaging.ModelPackage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The model packages under the test resources, and batches for them. */
final class ModelFixtures {
    private ModelFixtures() {}

    static Path directory(String name) {
        try {
            URL url = Objects.requireNonNull(ModelFixtures.class.getResource("/models/" + name), name);
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path small(String name) {
        return directory("small").resolve(name + ".onnx");
    }

    /** A package in {@code directory} around one of the small models, whose input is {@code x} with two features. */
    static ModelPackage wrap(Path directory, String smallModel, String yaml) {
        try {
            Files.copy(small(smallModel), directory.resolve("model.onnx"));
            Files.writeString(directory.resolve("model.yaml"), "name: small\nversion: \"1\"\n" + yaml);
            return ModelPackage.read(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ModelPackage wrap(Path directory, String smallModel) {
        return wrap(directory, smallModel, "inputs: [{tensor: x, features: [a, b]}]\n");
    }

    static LoadedModel load(ModelPackage modelPackage) {
        return Models.load(modelPackage, new ModelSettings("cpu", 1, 64));
    }

    static FeatureBatch batch(LoadedModel model, int capacity) {
        return new FeatureBatch(new FeatureSpec(model.inputs(), List.of()), capacity);
    }

    static void put(FeatureBatch batch, int tensor, int element, double value) {
        ByteBuffer buffer = batch.buffer(tensor);
        Dtype dtype = batch.tensors().get(tensor).dtype();
        int at = element * dtype.bytes();
        switch (dtype) {
            case FLOAT32 -> buffer.putFloat(at, (float) value);
            case FLOAT64 -> buffer.putDouble(at, value);
            case INT8, UINT8, BOOLEAN -> buffer.put(at, (byte) (int) value);
            case INT16 -> buffer.putShort(at, (short) value);
            case INT32 -> buffer.putInt(at, (int) value);
            case INT64 -> buffer.putLong(at, (long) value);
            case FLOAT16, STRING -> throw new IllegalArgumentException();
        }
    }

    static double number(OutputTensor output, int row, int element) {
        int at = (row * output.elementsPerRow() + element) * output.dtype().bytes();
        return switch (output.dtype()) {
            case FLOAT32 -> output.data().getFloat(at);
            case FLOAT64 -> output.data().getDouble(at);
            case INT8, BOOLEAN -> output.data().get(at);
            case UINT8 -> output.data().get(at) & 0xFF;
            case INT16 -> output.data().getShort(at);
            case INT32 -> output.data().getInt(at);
            case INT64 -> output.data().getLong(at);
            case FLOAT16, STRING -> throw new IllegalArgumentException();
        };
    }

    /** A copy of a package that a test may spoil, in a new directory within {@code parent}. */
    static Path copy(Path parent, String name) {
        try {
            Path copy = Files.createTempDirectory(parent, name);
            try (Stream<Path> files = Files.list(directory(name))) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The problems that keep a package from being used: each has one line, the table after the last left out. */
    static List<String> problems(Path directory) {
        SetupException failure = catchThrowableOfType(
                SetupException.class, () -> load(ModelPackage.read(directory)).close());
        assertThat(failure).isNotNull();
        return failure.problems().stream()
                .map(problem -> problem.lines().findFirst().orElseThrow().replace(directory.toString(), "DIR"))
                .toList();
    }

    /** The rows of {@code expected.csv}: features, and what the library that trained the model predicts. */
    record Expected(List<Map<String, String>> rows) {
        static Expected read(String model) {
            try {
                List<String> lines = Files.readAllLines(directory(model).resolve("expected.csv"));
                String[] header = lines.get(0).split(",", -1);
                List<Map<String, String>> rows = new ArrayList<>();
                for (String line : lines.subList(1, lines.size())) {
                    String[] cells = line.split(",", -1);
                    Map<String, String> row = new HashMap<>();
                    for (int i = 0; i < header.length; i++) {
                        row.put(header[i], cells[i]);
                    }
                    rows.add(row);
                }
                return new Expected(rows);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        double number(int row, String column) {
            return Double.parseDouble(text(row, column));
        }

        String text(int row, String column) {
            return Objects.requireNonNull(rows.get(row).get(column), column);
        }

        /**
         * The largest difference between an output and what was expected of it, relative to numbers above one.
         *
         * @param firstRow the row here that the output's first is
         * @param columns one for each element of the output's row
         */
        double difference(OutputTensor output, int firstRow, int count, List<String> columns) {
            assertThat(output.elementsPerRow()).isEqualTo(columns.size());
            double largest = 0;
            for (int row = 0; row < count; row++) {
                for (int element = 0; element < columns.size(); element++) {
                    double expected = number(firstRow + row, columns.get(element));
                    double difference = Math.abs(ModelFixtures.number(output, row, element) - expected);
                    largest = Math.max(largest, difference / Math.max(1, Math.abs(expected)));
                }
            }
            return largest;
        }

        FeatureBatch batch(LoadedModel model) {
            FeatureBatch batch = ModelFixtures.batch(model, rows.size());
            for (int t = 0; t < batch.tensors().size(); t++) {
                InputTensor tensor = batch.tensors().get(t);
                int element = 0;
                for (int row = 0; row < rows.size(); row++) {
                    for (Feature feature : tensor.features()) {
                        List<String> names = feature.field().names();
                        // An array's items are joined by spaces; a text is one cell.
                        String cell = text(row, names.get(names.size() - 1));
                        for (String item : feature.width() == 1 ? new String[] {cell} : cell.split(" ", -1)) {
                            if (tensor.dtype() == Dtype.STRING) {
                                batch.strings(t)[element++] = item;
                            } else {
                                put(batch, t, element++, feature.scaling().apply(number(feature, item)));
                            }
                        }
                    }
                }
            }
            return batch;
        }

        private static double number(Feature feature, String item) {
            if (feature.encoding() instanceof Encoding.Vocabulary vocabulary) {
                Double number = vocabulary.numbers().getOrDefault(item, vocabulary.unknown());
                return Objects.requireNonNull(number, item);
            }
            return Double.parseDouble(item);
        }
    }
}
