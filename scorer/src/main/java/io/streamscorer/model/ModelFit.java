package io.streamscorer.model;

import io.streamscorer.engine.ModelSignature;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.Suggestion;
import io.streamscorer.features.InputTensor;
import io.streamscorer.packaging.Feeding;
import io.streamscorer.packaging.ModelPackage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model package and its model file go together, found before the engine sees the file. Immutable.
 *
 * @param inputs the inputs in the file's order, or in the package's where the file says nothing, with their features
 * @param fixedBatch how many rows the file takes at a time, or 0 for any number
 * @param outputs what the outputs mean, or null where only the engine knows the outputs
 */
record ModelFit(
        List<InputTensor> inputs, int fixedBatch, @Nullable ModelOutputs outputs) {
    ModelFit {
        inputs = List.copyOf(inputs);
    }

    /**
     * Holds what the package says against the file.
     *
     * @param signature what the file says, or null where such files say nothing
     * @throws SetupException if they do not fit: all problems, the last followed by a table of what each says
     */
    static ModelFit of(ModelPackage modelPackage, @Nullable ModelSignature signature) {
        List<String> problems = new ArrayList<>();
        List<Feeding.Input> mapped = mapped(modelPackage.feeding(), signature, problems);
        ModelFit fit = signature == null
                ? new ModelFit(undeclared(mapped, problems), 0, null)
                : declared(modelPackage, signature, mapped, problems);
        if (!problems.isEmpty()) {
            List<String> lines = new ArrayList<>(problems.stream()
                    .map(problem -> modelPackage.description() + ": " + problem)
                    .toList());
            if (signature != null) {
                int last = lines.size() - 1;
                lines.set(last, lines.get(last) + "\n" + SignatureTable.of(modelPackage, mapped, signature));
            }
            throw new SetupException(lines);
        }
        return fit;
    }

    private static List<Feeding.Input> mapped(
            Feeding feeding, @Nullable ModelSignature signature, List<String> problems) {
        if (feeding instanceof Feeding.Described described) {
            return described.inputs();
        }
        if (signature == null) {
            problems.add("inputs: such a file does not say what it takes. Put it into a directory with a "
                    + ModelPackage.DESCRIPTION + " that gives each input's dtype, shape and features");
            return List.of();
        }
        FieldNames names = new FieldNames(signature, problems::add);
        return feeding instanceof Feeding.Columns columns ? names.columns(columns.columns()) : names.inputs();
    }

    private static List<InputTensor> undeclared(List<Feeding.Input> mapped, List<String> problems) {
        List<InputTensor> inputs = new ArrayList<>();
        for (Feeding.Input input : mapped) {
            if (input.dtype() == null) {
                problems.add("inputs: '" + input.tensor()
                        + "' has no dtype, and the model's file does not say it. Add, for example, dtype: float32");
            } else {
                InputTensor tensor = new TensorFit(input, input.tensor(), input.dtype(), null, problems::add).settle();
                if (tensor != null) {
                    inputs.add(tensor);
                }
            }
        }
        return inputs;
    }

    private static ModelFit declared(
            ModelPackage modelPackage, ModelSignature signature, List<Feeding.Input> mapped, List<String> problems) {
        List<String> names =
                signature.inputs().stream().map(ModelSignature.Tensor::name).toList();
        for (Feeding.Input input : mapped) {
            if (!names.contains(input.tensor())) {
                problems.add("inputs: the model has no input '" + input.tensor() + "'. "
                        + Suggestion.of(input.tensor(), names));
            }
        }
        List<InputTensor> inputs = new ArrayList<>();
        for (ModelSignature.Tensor tensor : signature.inputs()) {
            Feeding.Input input = mapped.stream()
                    .filter(candidate -> candidate.tensor().equals(tensor.name()))
                    .findFirst()
                    .orElse(null);
            if (input != null) {
                InputTensor settled =
                        new TensorFit(input, tensor.name(), tensor.dtype(), tensor, problems::add).settle();
                if (settled != null) {
                    inputs.add(settled);
                }
            } else if (modelPackage.feeding() instanceof Feeding.Described) {
                problems.add("inputs: the model's input '" + tensor.name() + "', " + tensor.describe()
                        + ", is not mapped. Add an entry with the event fields that make it");
            }
        }
        int fixedBatch = fixedBatch(signature, problems);
        ModelOutputs outputs = ModelOutputs.of(modelPackage, signature.outputs(), fixedBatch, problems::add);
        return new ModelFit(inputs, fixedBatch, outputs);
    }

    private static int fixedBatch(ModelSignature signature, List<String> problems) {
        int fixed = 0;
        for (ModelSignature.Tensor tensor : signature.inputs()) {
            List<Long> shape = tensor.shape();
            if (shape != null && !shape.isEmpty() && shape.get(0) > 0) {
                int batch = Math.toIntExact(Math.min(shape.get(0), Integer.MAX_VALUE));
                if (fixed != 0 && fixed != batch) {
                    problems.add("inputs: the model's inputs take different numbers of rows: " + fixed + " and, for '"
                            + tensor.name() + "', " + batch + ". Export the model with one batch size, or an open one");
                }
                fixed = batch;
            }
        }
        return fixed;
    }
}
