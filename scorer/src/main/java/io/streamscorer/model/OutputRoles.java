package io.streamscorer.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the model's outputs become a Prediction's {@code score}, {@code label} and {@code probabilities}. Outputs without a role go
 * into {@code outputs}. Each role names an index in the list of outputs that a {@link io.streamscorer.engine.ScoringSession} returns.
 *
 * @param score where the score is, or null for none
 * @param label where the label is, or null for none. An integer label becomes its decimal text, or the class of that index when
 *     {@link Label#classes()} is given
 * @param probabilities where the classes' probabilities are, or null for none
 */
public record OutputRoles(
        @Nullable Score score,
        @Nullable Label label,
        @Nullable Probabilities probabilities) {

    /**
     * The score: one element of a numeric output.
     *
     * @param output the output's index
     * @param element the element of the row; or -1 for the row's largest
     */
    public record Score(int output, int element) {}

    /**
     * The label: the first element of a string, integer or boolean output, or the class of the largest probability.
     *
     * @param output the output's index, or -1 for the class with the largest probability (the first of equals)
     * @param classes the classes by index, for an integer output that holds indexes, or for a boolean one those of false and true; else null
     */
    public record Label(int output, @Nullable List<String> classes) {}

    /**
     * The probabilities: a numeric output with one element per class.
     *
     * @param output the output's index
     * @param classes the classes in the order of the row's elements
     */
    public record Probabilities(int output, List<String> classes) {
        public Probabilities {
            classes = List.copyOf(classes);
        }
    }
}
