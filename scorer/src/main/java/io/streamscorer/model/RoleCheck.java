package io.streamscorer.model;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.failure.SetupException;
import io.streamscorer.packaging.ModelPackage;
import java.util.ArrayList;
import java.util.List;

/** Holds the outputs' roles against outputs that the model has really given, for files that leave dimensions open. */
final class RoleCheck {
    private RoleCheck() {}

    /**
     * @param outputs what the model gave
     * @throws SetupException if a role asks for elements that an output does not have
     */
    static void check(ModelPackage modelPackage, OutputRoles roles, List<OutputTensor> outputs) {
        List<String> problems = new ArrayList<>();
        OutputRoles.Score score = roles.score();
        if (score != null && score.element() >= outputs.get(score.output()).elementsPerRow()) {
            problems.add("outputs.score: element " + score.element() + " is asked for, but the model gives "
                    + given(outputs.get(score.output())));
        }
        OutputRoles.Label label = roles.label();
        if (label != null && label.output() >= 0 && outputs.get(label.output()).elementsPerRow() != 1) {
            problems.add("outputs.label: one element per row is asked for, but the model gives "
                    + given(outputs.get(label.output())));
        }
        OutputRoles.Probabilities probabilities = roles.probabilities();
        if (probabilities != null
                && probabilities.classes().size()
                        != outputs.get(probabilities.output()).elementsPerRow()) {
            problems.add("outputs.probabilities: " + probabilities.classes().size()
                    + " classes are given, but the model gives " + given(outputs.get(probabilities.output())));
        }
        if (!problems.isEmpty()) {
            throw new SetupException(problems.stream()
                    .map(problem -> modelPackage.directory().resolve(ModelPackage.DESCRIPTION) + ": " + problem)
                    .toList());
        }
    }

    private static String given(OutputTensor output) {
        return output.elementsPerRow() + " elements per row for '" + output.name() + "'";
    }
}
