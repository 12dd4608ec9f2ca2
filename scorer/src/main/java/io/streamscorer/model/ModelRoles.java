package io.streamscorer.model;

import io.streamscorer.engine.ModelSignature;
import io.streamscorer.failure.Suggestion;
import io.streamscorer.features.Dtype;
import io.streamscorer.packaging.OutputMapping;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which outputs become score, label and probabilities: as {@code model.yaml} says, or else, where there is one reading only:
 *
 * <ul>
 *   <li>An output whose classes the file names (ZipMap) is the probabilities. The score is then the second of two classes, or the largest
 *       of more; the label is the only string, integer or boolean output with one element per row, or else the class with the largest probability.
 *   <li>Without such an output, the only floating-point output with one element per row is the score, and the only string, integer or boolean
 *       output with one element per row is the label.
 * </ul>
 */
final class ModelRoles {
    /** What score and probabilities need. */
    static final String ONE_DIMENSION = "is taken from rows of one dimension";

    private final List<ModelSignature.Tensor> outputs;
    private final Consumer<String> problems;

    /** @param problems takes one line per problem */
    ModelRoles(List<ModelSignature.Tensor> outputs, Consumer<String> problems) {
        this.outputs = outputs;
        this.problems = problems;
    }

    OutputRoles resolve(@Nullable OutputMapping mapping) {
        if (mapping == null) {
            return guess();
        }
        OutputRoles.Probabilities probabilities = probabilities(mapping.probabilities());
        return new OutputRoles(score(mapping.score(), probabilities), label(mapping.label()), probabilities);
    }

    private OutputRoles guess() {
        List<Integer> labels = IntStream.range(0, outputs.size())
                .filter(i -> outputs.get(i).elementsPerRow() == 1
                        && isLabel(outputs.get(i).dtype()))
                .boxed()
                .toList();
        OutputRoles.Label label = labels.size() == 1 ? new OutputRoles.Label(labels.get(0), null) : null;
        List<Integer> zipped = IntStream.range(0, outputs.size())
                .filter(i -> outputs.get(i).classes() != null)
                .boxed()
                .toList();
        if (zipped.size() == 1) {
            int index = zipped.get(0);
            List<String> classes = classes(outputs.get(index), List.of());
            return new OutputRoles(
                    new OutputRoles.Score(index, classes.size() == 2 ? 1 : -1),
                    label == null ? new OutputRoles.Label(-1, null) : label,
                    new OutputRoles.Probabilities(index, classes));
        }
        List<Integer> scores = IntStream.range(0, outputs.size())
                .filter(i -> outputs.get(i).elementsPerRow() == 1
                        && outputs.get(i).dtype().isFloating())
                .boxed()
                .toList();
        OutputRoles.Score score = scores.size() == 1 ? new OutputRoles.Score(scores.get(0), 0) : null;
        return new OutputRoles(score, label, null);
    }

    private OutputRoles.@Nullable Probabilities probabilities(OutputMapping.@Nullable Probabilities mapping) {
        int index = mapping == null ? -1 : index(mapping.output(), "outputs.probabilities.output");
        if (mapping == null || index < 0) {
            return null;
        }
        ModelSignature.Tensor output = outputs.get(index);
        List<String> classes = classes(output, mapping.classes());
        long width = output.elementsPerRow();
        if (!isNumeric(output.dtype())) {
            problems.accept("outputs.probabilities.output: expected numbers, but '" + output.name() + "' is "
                    + output.describe());
        } else if (isDeep(output)) {
            problems.accept("outputs.probabilities: " + ONE_DIMENSION + ", but '" + output.name() + "' is "
                    + output.describe() + ". Flatten it inside the model");
        } else if (classes.isEmpty()) {
            problems.accept(
                    "outputs.probabilities.classes: missing, and the model file does not say them. List the classes of '"
                            + output.name() + "', " + output.describe() + ", in order");
        } else if (mapping.classes() != null && !mapping.classes().equals(classes)) {
            problems.accept("outputs.probabilities.classes: " + mapping.classes() + ", but the model file says "
                    + classes + " for '" + output.name() + "'. Leave classes out");
        } else if (width >= 0 && width != classes.size()) {
            problems.accept("outputs.probabilities.classes: " + classes.size() + " classes, but '" + output.name()
                    + "' has " + width + " elements per row (" + output.describe() + ")");
        }
        return new OutputRoles.Probabilities(index, classes);
    }

    private OutputRoles.@Nullable Score score(
            OutputMapping.@Nullable Score mapping, OutputRoles.@Nullable Probabilities probabilities) {
        int index = mapping == null ? -1 : index(mapping.output(), "outputs.score.output");
        if (mapping == null || index < 0) {
            return null;
        }
        ModelSignature.Tensor output = outputs.get(index);
        if (!isNumeric(output.dtype())) {
            problems.accept(
                    "outputs.score.output: expected numbers, but '" + output.name() + "' is " + output.describe());
            return null;
        }
        if (isDeep(output)) {
            problems.accept("outputs.score: " + ONE_DIMENSION + ", but '" + output.name() + "' is " + output.describe()
                    + ". Flatten it inside the model, or leave the score out");
            return null;
        }
        List<String> classes = classes(
                output, probabilities != null && probabilities.output() == index ? probabilities.classes() : List.of());
        int element = element(mapping.pick(), output, classes);
        return new OutputRoles.Score(index, element);
    }

    private int element(OutputMapping.Pick pick, ModelSignature.Tensor output, List<String> classes) {
        long width = output.elementsPerRow();
        if (pick instanceof OutputMapping.Pick.Largest) {
            return -1;
        }
        if (pick instanceof OutputMapping.Pick.OfClass named) {
            int element = classes.indexOf(named.name());
            if (element < 0) {
                problems.accept("outputs.score.class: "
                        + (classes.isEmpty()
                                ? "the classes of '" + output.name()
                                        + "' are not known. Give them in outputs.probabilities.classes, or use element"
                                : "'" + output.name() + "' has no class '" + named.name() + "'. "
                                        + Suggestion.of(named.name(), classes)));
            }
            return element;
        }
        if (pick instanceof OutputMapping.Pick.At at) {
            if (width >= 0 && at.index() >= width) {
                problems.accept("outputs.score.element: " + at.index() + ", but '" + output.name() + "' has " + width
                        + " elements per row (" + output.describe() + "), counted from 0");
            }
            return at.index();
        }
        if (width != 1) {
            problems.accept("outputs.score: '" + output.name() + "' is " + output.describe()
                    + ". Say which element is the score with class, element or max: true");
        }
        return 0;
    }

    private OutputRoles.@Nullable Label label(OutputMapping.@Nullable Label mapping) {
        if (mapping == null) {
            return null;
        }
        String name = mapping.output();
        if (name == null) {
            return new OutputRoles.Label(-1, null);
        }
        int index = index(name, "outputs.label.output");
        if (index < 0) {
            return null;
        }
        ModelSignature.Tensor output = outputs.get(index);
        if (!isLabel(output.dtype())) {
            problems.accept(
                    "outputs.label.output: expected strings, integers or booleans, but '" + output.name() + "' is "
                            + output.describe()
                            + (isNumeric(output.dtype())
                                    ? ". For the class with the largest probability write label: { max: true }"
                                    : ""));
        } else if (output.elementsPerRow() > 1) {
            problems.accept("outputs.label.output: expected one element per row, but '" + output.name() + "' is "
                    + output.describe());
        } else if (output.dtype() == Dtype.STRING && mapping.classes() != null) {
            problems.accept("outputs.label.classes: '" + output.name()
                    + "' holds the classes' names already. Leave classes out");
        } else if (output.dtype() == Dtype.BOOLEAN
                && mapping.classes() != null
                && mapping.classes().size() != 2) {
            problems.accept("outputs.label.classes: '" + output.name()
                    + "' is boolean. Give two classes, for false and for true, or leave classes out");
        }
        return new OutputRoles.Label(index, mapping.classes());
    }

    private int index(String name, String place) {
        List<String> names = outputs.stream().map(ModelSignature.Tensor::name).toList();
        int index = names.indexOf(name);
        if (index < 0) {
            problems.accept(place + ": the model has no output '" + name + "'. " + Suggestion.of(name, names));
        }
        return index;
    }

    private static List<String> classes(ModelSignature.Tensor output, @Nullable List<String> otherwise) {
        List<String> classes = output.classes() == null ? otherwise : output.classes();
        return classes == null ? List.of() : classes;
    }

    /** Whether a row has several elements in more than one dimension, so that none is one's index. */
    private static boolean isDeep(ModelSignature.Tensor output) {
        List<Long> shape = output.shape();
        return shape != null && shape.size() > 2 && output.elementsPerRow() != 1;
    }

    private static boolean isLabel(Dtype dtype) {
        return !dtype.isFloating();
    }

    private static boolean isNumeric(Dtype dtype) {
        return dtype != Dtype.STRING && dtype != Dtype.BOOLEAN;
    }
}
