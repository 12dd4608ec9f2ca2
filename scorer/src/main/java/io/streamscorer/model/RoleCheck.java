package io.streamscorer.model;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.failure.SetupException;
import io.streamscorer.packaging.ModelPackage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Holds the outputs' roles against outputs that the model has really given, for files that leave dimensions open. */
final class RoleCheck {
    private RoleCheck() {}

    /**
     * @param meant what the outputs are called and mean
     * @param given what the model gave
     * @throws SetupException if a role asks for elements that an output does not have
     */
    static void check(ModelPackage modelPackage, ModelOutputs meant, List<OutputTensor> given) {
        List<String> problems = new ArrayList<>();
        OutputRoles.Score score = meant.roles().score();
        if (score != null) {
            OutputTensor output = given.get(score.output());
            if (score.element() >= output.elementsPerRow()) {
                problems.add("outputs.score: element " + score.element() + " is asked for, but the model gives "
                        + describe(meant, given, score.output()));
            } else if (output.rowShape().length > 1 && output.elementsPerRow() > 1) {
                problems.add("outputs.score: " + ModelRoles.ONE_DIMENSION + ", but the model gives "
                        + describe(meant, given, score.output()));
            }
        }
        OutputRoles.Label label = meant.roles().label();
        if (label != null && label.output() >= 0 && given.get(label.output()).elementsPerRow() != 1) {
            problems.add("outputs.label: one element per row is asked for, but the model gives "
                    + describe(meant, given, label.output()));
        }
        OutputRoles.Probabilities probabilities = meant.roles().probabilities();
        if (probabilities != null) {
            OutputTensor output = given.get(probabilities.output());
            if (probabilities.classes().size() != output.elementsPerRow()) {
                problems.add("outputs.probabilities: " + probabilities.classes().size()
                        + " classes are given, but the model gives " + describe(meant, given, probabilities.output()));
            } else if (output.rowShape().length > 1) {
                problems.add("outputs.probabilities: " + ModelRoles.ONE_DIMENSION + ", but the model gives "
                        + describe(meant, given, probabilities.output()));
            }
        }
        if (!problems.isEmpty()) {
            throw new SetupException(problems.stream()
                    .map(problem -> modelPackage.description() + ": " + problem)
                    .toList());
        }
    }

    private static String describe(ModelOutputs meant, List<OutputTensor> given, int index) {
        OutputTensor output = given.get(index);
        return (output.rowShape().length > 1
                        ? "rows of shape " + Arrays.toString(output.rowShape())
                        : output.elementsPerRow() + " elements per row")
                + " for '" + meant.names().get(index) + "'";
    }
}
