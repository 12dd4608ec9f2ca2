package io.streamscorer.packaging;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the part {@code outputs} of a {@code model.yaml}. What is wrong is reported, and reading goes on. */
final class OutputMappingReader {
    private final Consumer<String> problems;

    /** @param problems takes one line per problem */
    OutputMappingReader(Consumer<String> problems) {
        this.problems = problems;
    }

    /**
     * What is said of the outputs.
     *
     * @param names other names for them, in the model's order; empty for their own
     * @param roles their roles, or null where none is given, so that they are to be found out
     */
    record Outputs(List<String> names, @Nullable OutputMapping roles) {}

    Outputs read(YamlMapping document) {
        if (!document.has("outputs")) {
            return new Outputs(List.of(), null);
        }
        YamlMapping outputs = YamlMapping.of(
                document.get("outputs"), "outputs", List.of("names", "score", "label", "probabilities"), problems);
        List<String> names = outputs.texts("names");
        boolean onlyNames =
                outputs.has("names") && !outputs.has("score") && !outputs.has("label") && !outputs.has("probabilities");
        return new Outputs(
                names == null ? List.of() : names,
                onlyNames ? null : new OutputMapping(score(outputs), label(outputs), probabilities(outputs)));
    }

    private OutputMapping.@Nullable Score score(YamlMapping outputs) {
        if (!outputs.has("score")) {
            return null;
        }
        if (outputs.get("score") instanceof String output) {
            return new OutputMapping.Score(output, new OutputMapping.Pick.Only());
        }
        YamlMapping score = YamlMapping.of(
                outputs.get("score"), "outputs.score", List.of("output", "class", "element", "max"), problems);
        String output = score.requiredText("output", "which output holds the score");
        OutputMapping.Pick pick = new OutputMapping.Pick.Only();
        int picks = 0;
        if (score.has("class")) {
            picks++;
            String name = score.text("class");
            pick = name == null ? pick : new OutputMapping.Pick.OfClass(name);
        }
        if (score.has("element")) {
            picks++;
            if (score.get("element") instanceof Integer index && index >= 0) {
                pick = new OutputMapping.Pick.At(index);
            } else {
                score.report(
                        "element", "expected an index from 0, found " + YamlMapping.describe(score.get("element")));
            }
        }
        if (isTrue(score, "max")) {
            picks++;
            pick = new OutputMapping.Pick.Largest();
        }
        if (picks > 1) {
            score.report("", "give only one of class, element and max");
        }
        return output == null ? null : new OutputMapping.Score(output, pick);
    }

    private OutputMapping.@Nullable Label label(YamlMapping outputs) {
        if (!outputs.has("label")) {
            return null;
        }
        if (outputs.get("label") instanceof String output) {
            return new OutputMapping.Label(output, null);
        }
        YamlMapping label =
                YamlMapping.of(outputs.get("label"), "outputs.label", List.of("output", "classes", "max"), problems);
        List<String> classes = label.texts("classes");
        if (isTrue(label, "max")) {
            if (label.has("output") || label.has("classes")) {
                label.report(
                        "", "max: true takes the classes from outputs.probabilities: leave output and classes out");
            }
            if (!outputs.has("probabilities")) {
                label.report("", "max: true needs outputs.probabilities, whose largest class becomes the label");
            }
            return new OutputMapping.Label(null, null);
        }
        String output = label.requiredText("output", "which output holds the label");
        return output == null ? null : new OutputMapping.Label(output, classes);
    }

    private OutputMapping.@Nullable Probabilities probabilities(YamlMapping outputs) {
        if (!outputs.has("probabilities")) {
            return null;
        }
        if (outputs.get("probabilities") instanceof String output) {
            return new OutputMapping.Probabilities(output, null);
        }
        YamlMapping probabilities = YamlMapping.of(
                outputs.get("probabilities"), "outputs.probabilities", List.of("output", "classes"), problems);
        String output = probabilities.requiredText("output", "which output holds the probabilities");
        List<String> classes = probabilities.texts("classes");
        return output == null ? null : new OutputMapping.Probabilities(output, classes);
    }

    private static boolean isTrue(YamlMapping mapping, String key) {
        if (!mapping.has(key)) {
            return false;
        }
        if (mapping.get(key) instanceof Boolean truth) {
            return truth;
        }
        mapping.report(key, "expected true, found " + YamlMapping.describe(mapping.get(key)));
        return false;
    }
}
