package io.streamscorer.cli;

import io.streamscorer.engine.ModelSignature;
import io.streamscorer.features.Dtype;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the outputs of a {@code model.yaml} to begin with. Used once. */
final class OutputYaml {
    private static final int MAX_CLASSES = 1_000;

    private final List<ModelSignature.Tensor> outputs;
    private final Consumer<String> lines;

    OutputYaml(List<ModelSignature.Tensor> outputs, Consumer<String> lines) {
        this.outputs = outputs;
        this.lines = lines;
    }

    void write() {
        outputs.forEach(output -> lines.accept("# The model gives '" + output.name() + "' " + output.describe()
                + (output.classes() == null ? "" : ", classes " + String.join(", ", output.classes()))));
        ModelSignature.Tensor probabilities = probabilities();
        if (outputs.stream().filter(output -> output.classes() != null).count() == 1) {
            lines.accept(
                    "# Its classes stand in the file: score, label and probabilities are found without 'outputs'.");
        } else if (probabilities != null) {
            roles(probabilities);
        } else {
            lines.accept(
                    "# Without 'outputs' a single number per event is the score, and all else goes into 'outputs' of the");
            lines.accept("# Prediction. For a classifier say which is which, for example:");
            lines.accept("# outputs:");
            lines.accept("#   probabilities: { output: probabilities, classes: [\"0\", \"1\"] }");
            lines.accept("#   score: { output: probabilities, class: \"1\" }");
        }
    }

    /** The output that is called so and has a number for each of several classes. */
    private ModelSignature.@Nullable Tensor probabilities() {
        List<ModelSignature.Tensor> candidates = outputs.stream()
                .filter(output -> output.name().toLowerCase(Locale.ROOT).contains("prob")
                        && output.dtype().isFloating()
                        && output.shape() != null
                        && output.shape().size() == 2
                        && output.elementsPerRow() > 1
                        && output.elementsPerRow() <= MAX_CLASSES)
                .toList();
        return candidates.size() == 1 ? candidates.get(0) : null;
    }

    private void roles(ModelSignature.Tensor probabilities) {
        String output = ModelYaml.quoted(probabilities.name());
        int classes = (int) probabilities.elementsPerRow();
        List<ModelSignature.Tensor> labels = outputs.stream()
                .filter(each -> !each.dtype().isFloating() && each.elementsPerRow() == 1)
                .toList();
        lines.accept("outputs:");
        lines.accept("  probabilities:  # CHECK: the classes' names, in the order of the output's elements");
        lines.accept("    output: " + output);
        lines.accept("    classes: "
                + IntStream.range(0, classes)
                        .mapToObj(index -> "\"" + index + "\"")
                        .collect(Collectors.joining(", ", "[", "]")));
        lines.accept(
                classes == 2
                        ? "  score: { output: " + output + ", class: \"1\" }  # CHECK"
                        : "  score: { output: " + output + ", max: true }  # CHECK");
        lines.accept(
                labels.size() == 1
                        ? "  label: { output: " + ModelYaml.quoted(labels.get(0).name()) + " }"
                                + (labels.get(0).dtype() == Dtype.STRING
                                        ? ""
                                        : "  # add classes: [...] where it is a class's index")
                        : "  label: { max: true }");
    }
}
