package io.streamscorer.model;

import io.streamscorer.engine.ModelSignature;
import io.streamscorer.packaging.ModelPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the model's outputs are called and mean. Immutable.
 *
 * @param names their names, in the model's own order: the package's, where it gives them
 * @param roles their roles
 */
record ModelOutputs(List<String> names, OutputRoles roles) {
    ModelOutputs {
        names = List.copyOf(names);
    }

    /**
     * Holds what the package says of the outputs against what the model has.
     *
     * @param outputs the model's outputs
     * @param fixedBatch how many rows the model takes at a time, or 0 for any number
     * @param problems takes one line per problem
     */
    static ModelOutputs of(
            ModelPackage modelPackage, List<ModelSignature.Tensor> outputs, int fixedBatch, Consumer<String> problems) {
        List<ModelSignature.Tensor> renamed = renamed(modelPackage.outputNames(), outputs, problems);
        for (ModelSignature.Tensor output : renamed) {
            checkRows(output, fixedBatch, problems);
        }
        OutputRoles roles = new ModelRoles(renamed, problems).resolve(modelPackage.outputs());
        return new ModelOutputs(
                renamed.stream().map(ModelSignature.Tensor::name).toList(), roles);
    }

    private static List<ModelSignature.Tensor> renamed(
            List<String> names, List<ModelSignature.Tensor> outputs, Consumer<String> problems) {
        if (names.isEmpty()) {
            return outputs;
        }
        if (names.size() != outputs.size()) {
            problems.accept("outputs.names: " + names.size()
                    + (names.size() == 1 ? " name, but the model has " : " names, but the model has ") + outputs.size()
                    + ": "
                    + String.join(
                            ", ",
                            outputs.stream().map(ModelSignature.Tensor::name).toList()));
            return outputs;
        }
        List<ModelSignature.Tensor> renamed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            ModelSignature.Tensor output = outputs.get(i);
            renamed.add(new ModelSignature.Tensor(names.get(i), output.dtype(), output.shape(), output.classes()));
        }
        return renamed;
    }

    private static void checkRows(ModelSignature.Tensor output, int fixedBatch, Consumer<String> problems) {
        List<Long> shape = output.shape();
        if (shape == null) {
            return;
        }
        // Exporters declare a label as [1] and give [N]: the first batches of more rows show what it is.
        boolean perRow = !shape.isEmpty()
                && (shape.get(0) < 0 || shape.get(0) == fixedBatch || (shape.get(0) == 1 && fixedBatch == 0));
        if (!perRow) {
            problems.accept("outputs: the model's output '" + output.name() + "', " + output.describe()
                    + ", does not hold one row per event: its first dimension is not the batch's. Export the model with"
                    + " outputs of one row per event");
        }
    }
}
