package io.streamscorer.model;

import io.streamscorer.engine.ModelSignature;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.Suggestion;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Feature;
import io.streamscorer.features.InputTensor;
import io.streamscorer.features.MissingValue;
import io.streamscorer.packaging.ModelPackage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model package and its model file go together, found before the engine sees the file. Immutable.
 *
 * @param inputs the inputs in the file's order, with their features
 * @param fixedBatch how many rows the file takes at a time, or 0 for any number
 * @param roles the outputs' roles
 */
record ModelFit(List<InputTensor> inputs, int fixedBatch, OutputRoles roles) {
    /**
     * Holds {@code model.yaml} against the file.
     *
     * @throws SetupException if they do not fit: all problems, the last followed by a table of what each says
     */
    static ModelFit of(ModelPackage modelPackage, ModelSignature signature) {
        return new Check(modelPackage, signature).run();
    }

    private static final class Check {
        private final ModelPackage modelPackage;
        private final ModelSignature signature;
        private final List<String> problems = new ArrayList<>();

        Check(ModelPackage modelPackage, ModelSignature signature) {
            this.modelPackage = modelPackage;
            this.signature = signature;
        }

        ModelFit run() {
            List<String> names =
                    signature.inputs().stream().map(ModelSignature.Tensor::name).toList();
            for (ModelPackage.Input input : modelPackage.inputs()) {
                if (!names.contains(input.tensor())) {
                    report("inputs: the model has no input '" + input.tensor() + "'. "
                            + Suggestion.of(input.tensor(), names));
                }
            }
            List<InputTensor> inputs = new ArrayList<>();
            for (ModelSignature.Tensor tensor : signature.inputs()) {
                ModelPackage.Input input = mapped(tensor.name());
                if (input == null) {
                    report("inputs: the model's input '" + tensor.name() + "', " + tensor.describe()
                            + ", is not mapped. Add an entry with the event fields that make it");
                } else {
                    List<Feature> features = features(input, tensor);
                    List<Long> rowShape = rowShape(input, tensor);
                    if (problems.isEmpty()) {
                        inputs.add(new InputTensor(tensor.name(), tensor.dtype(), rowShape, features));
                    }
                }
            }
            int fixedBatch = fixedBatch();
            checkOutputs(fixedBatch);
            OutputRoles roles = new ModelRoles(signature.outputs(), this::report).resolve(modelPackage.outputs());
            if (!problems.isEmpty()) {
                int last = problems.size() - 1;
                problems.set(last, problems.get(last) + "\n" + SignatureTable.of(modelPackage, signature));
                throw new SetupException(problems);
            }
            return new ModelFit(inputs, fixedBatch, roles);
        }

        private void report(String problem) {
            problems.add(modelPackage.directory().resolve(ModelPackage.DESCRIPTION) + ": " + problem);
        }

        private ModelPackage.@Nullable Input mapped(String tensor) {
            return modelPackage.inputs().stream()
                    .filter(input -> input.tensor().equals(tensor))
                    .findFirst()
                    .orElse(null);
        }

        private List<Feature> features(ModelPackage.Input input, ModelSignature.Tensor tensor) {
            if (tensor.dtype() == Dtype.STRING) {
                report("inputs: '" + tensor.name()
                        + "' takes strings, which are not supported. Encode them as numbers before the model,"
                        + " or leave the encoder out of the exported model");
            }
            if (input.dtype() != null && input.dtype() != tensor.dtype()) {
                report("inputs: '" + tensor.name() + "' is given as "
                        + input.dtype().wireName() + ", but the model takes " + tensor.describe()
                        + ". Correct or leave out its dtype");
            }
            List<Feature> features = new ArrayList<>();
            for (Feature feature : input.features()) {
                MissingValue missing = feature.missing();
                if (missing instanceof MissingValue.Constant constant) {
                    missing = new MissingValue.Constant(held(constant.value(), tensor, feature));
                }
                features.add(new Feature(feature.field(), missing));
            }
            return features;
        }

        /** The value as the tensor holds it; a value that it cannot hold is reported. */
        private double held(double value, ModelSignature.Tensor tensor, Feature feature) {
            double held = switch (tensor.dtype()) {
                case FLOAT16, FLOAT32 -> (float) value;
                case FLOAT64 -> value;
                case INT8 -> (byte) value;
                case UINT8 -> (int) value & 0xFF;
                case INT16 -> (short) value;
                case INT32 -> (int) value;
                case INT64 -> Math.abs(value) > 1L << 53 ? Double.NaN : (long) value;
                case BOOLEAN -> value == 0 || value == 1 ? value : Double.NaN;
                case STRING -> value;
            };
            boolean holds = tensor.dtype().isFloating() ? Double.isFinite(held) || Double.isNaN(value) : held == value;
            if (!holds) {
                report("inputs: the value " + value + " that '" + feature.field()
                        + "' takes where it is missing does not fit "
                        + tensor.dtype().wireName() + ", the type of '" + tensor.name() + "'");
            }
            return held;
        }

        /** The shape of a row, in which one dimension that the file leaves open takes what the features leave for it. */
        private List<Long> rowShape(ModelPackage.Input input, ModelSignature.Tensor tensor) {
            long features = input.features().size();
            List<Long> shape = tensor.shape();
            if (shape == null) {
                return List.of(features);
            }
            if (shape.isEmpty()) {
                report("inputs: '" + tensor.name()
                        + "' is a single value, not one row per event, and cannot be fed from events");
                return List.of();
            }
            List<Long> row = new ArrayList<>(shape.subList(1, shape.size()));
            long known = row.stream().filter(size -> size > 0).reduce(1L, Math::multiplyExact);
            long open = row.stream().filter(size -> size < 0).count();
            if (open == 1 && features % known == 0) {
                row.replaceAll(size -> size < 0 ? features / known : size);
            } else if (open > 0) {
                report("inputs: '" + tensor.name() + "', " + tensor.describe() + ", leaves more open than its "
                        + features + " features can settle. Export the model with fixed dimensions after the first");
            } else if (features != known) {
                report("inputs: '" + tensor.name() + "' has " + features + " features, but the model takes " + known
                        + " (" + tensor.describe() + ")"
                        + (row.isEmpty() ? ": a shape without columns takes one" : ""));
            }
            return row;
        }

        private int fixedBatch() {
            int fixed = 0;
            for (ModelSignature.Tensor tensor : signature.inputs()) {
                List<Long> shape = tensor.shape();
                if (shape != null && !shape.isEmpty() && shape.get(0) > 0) {
                    int batch = Math.toIntExact(Math.min(shape.get(0), Integer.MAX_VALUE));
                    if (fixed != 0 && fixed != batch) {
                        report("inputs: the model's inputs take different numbers of rows: " + fixed + " and, for '"
                                + tensor.name() + "', " + batch
                                + ". Export the model with one batch size, or an open one");
                    }
                    fixed = batch;
                }
            }
            return fixed;
        }

        private void checkOutputs(int fixedBatch) {
            for (ModelSignature.Tensor output : signature.outputs()) {
                List<Long> shape = output.shape();
                if (shape == null) {
                    continue;
                }
                // Exporters declare a label as [1] and give [N]: the first batches of more rows show what it is.
                boolean perRow = !shape.isEmpty()
                        && (shape.get(0) < 0 || shape.get(0) == fixedBatch || (shape.get(0) == 1 && fixedBatch == 0));
                if (!perRow) {
                    report("outputs: the model's output '" + output.name() + "', " + output.describe()
                            + ", does not hold one row per event: its first dimension is not the batch's");
                }
            }
        }
    }
}
