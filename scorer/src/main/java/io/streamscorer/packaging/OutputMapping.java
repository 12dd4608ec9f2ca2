package io.streamscorer.packaging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code model.yaml} says about the outputs' roles, by the outputs' names, before the model file has been read.
 *
 * @param score where the score is, or null for none
 * @param label where the label is, or null for none
 * @param probabilities where the classes' probabilities are, or null for none
 */
public record OutputMapping(
        @Nullable Score score,
        @Nullable Label label,
        @Nullable Probabilities probabilities) {

    /** Which element of an output's row is meant. */
    public sealed interface Pick {
        /** The row's only element. */
        record Only() implements Pick {}

        /**
         * The element at an index.
         *
         * @param index the index, from 0
         */
        record At(int index) implements Pick {}

        /**
         * The element of a class.
         *
         * @param name the class
         */
        record OfClass(String name) implements Pick {}

        /** The row's largest element. */
        record Largest() implements Pick {}
    }

    /**
     * The score.
     *
     * @param output the output's name
     * @param pick the element of its row
     */
    public record Score(String output, Pick pick) {}

    /**
     * The label.
     *
     * @param output the output's name, or null for the class with the largest probability
     * @param classes the classes by index where the output holds indexes, else null
     */
    public record Label(@Nullable String output, @Nullable List<String> classes) {
        public Label {
            classes = classes == null ? null : List.copyOf(classes);
        }
    }

    /**
     * The probabilities.
     *
     * @param output the output's name
     * @param classes the classes in the row's order, or null where the model file says them
     */
    public record Probabilities(String output, @Nullable List<String> classes) {
        public Probabilities {
            classes = classes == null ? null : List.copyOf(classes);
        }
    }
}
