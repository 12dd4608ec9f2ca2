package io.streamscorer.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamscorer.schemas.Prediction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Compares one Prediction with what a sample expects of it. Used once. */
final class SampleComparison {
    private final double tolerance;
    private double largest;
    private @Nullable String problem;

    /** @param tolerance how far a number may be off, times the expected one's size where that is above 1 */
    SampleComparison(double tolerance) {
        this.tolerance = tolerance;
    }

    void compare(JsonNode expected, Prediction prediction) {
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            JsonNode wanted = entry.getValue();
            switch (entry.getKey()) {
                case "score" -> number("score", wanted, prediction.getScore());
                case "label" -> text("label", wanted, prediction.getLabel());
                case "probabilities" -> probabilities(wanted, prediction.getProbabilities());
                case "outputs" -> outputs(wanted, prediction);
                default -> throw new IllegalArgumentException(entry.getKey());
            }
        }
    }

    /** The largest difference between two numbers, over the expected one's size where that is above 1. */
    double largestDifference() {
        return largest;
    }

    /** What disagrees first, or null where all agree. */
    @Nullable
    String firstProblem() {
        return problem;
    }

    private void report(String what, String wanted, String given) {
        if (problem == null) {
            problem = what + ": expected " + wanted + ", the model gave " + given;
        }
    }

    private void probabilities(JsonNode wanted, @Nullable Map<? extends CharSequence, Double> given) {
        if (!wanted.isObject() || given == null) {
            report("probabilities", Json.describe(wanted), given == null ? "none" : "those of " + given.keySet());
            return;
        }
        for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
            Double value = null;
            for (Map.Entry<? extends CharSequence, Double> each : given.entrySet()) {
                if (each.getKey().toString().equals(entry.getKey())) {
                    value = each.getValue();
                }
            }
            String what = "probabilities." + entry.getKey();
            if (value == null) {
                report(what, Json.describe(entry.getValue()), "those of " + given.keySet());
            } else {
                number(what, entry.getValue(), value);
            }
        }
    }

    private void outputs(JsonNode wanted, Prediction prediction) {
        for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
            String what = "outputs." + entry.getKey();
            List<Object> given = new ArrayList<>();
            boolean found = false;
            for (var output : prediction.getOutputs().entrySet()) {
                if (output.getKey().toString().equals(entry.getKey())) {
                    found = true;
                    // Each branch of the union is a record with one field, the elements.
                    given.addAll(
                            (Collection<?>) ((SpecificRecord) output.getValue().getValues()).get(0));
                }
            }
            List<JsonNode> elements = new ArrayList<>();
            flatten(entry.getValue(), elements);
            if (!found) {
                report(
                        what,
                        Json.describe(entry.getValue()),
                        "no such output without a role; it has "
                                + prediction.getOutputs().keySet());
            } else if (elements.size() != given.size()) {
                report(what, elements.size() + " elements", Integer.toString(given.size()));
            } else {
                for (int i = 0; i < elements.size(); i++) {
                    element(what + "[" + i + "]", elements.get(i), given.get(i));
                }
            }
        }
    }

    private static void flatten(JsonNode node, List<JsonNode> elements) {
        if (node.isArray()) {
            node.forEach(item -> flatten(item, elements));
        } else {
            elements.add(node);
        }
    }

    private void element(String what, JsonNode wanted, Object given) {
        if (given instanceof Number value) {
            number(what, wanted, value.doubleValue());
        } else if (given instanceof Boolean truth) {
            if (!wanted.isBoolean() || wanted.booleanValue() != truth) {
                report(what, Json.describe(wanted), truth.toString());
            }
        } else {
            text(what, wanted, given.toString());
        }
    }

    private void text(String what, JsonNode wanted, @Nullable CharSequence given) {
        boolean same = wanted.isNull()
                ? given == null
                : wanted.isTextual() && wanted.textValue().contentEquals(given == null ? "" : given) && given != null;
        if (!same) {
            report(what, Json.describe(wanted), given == null ? "none" : "\"" + given + "\"");
        }
    }

    private void number(String what, JsonNode wanted, @Nullable Double given) {
        if (wanted.isNull() || !JsonScalars.isNumber(wanted) || given == null) {
            if (!wanted.isNull() || given != null) {
                report(what, Json.describe(wanted), given == null ? "none" : given.toString());
            }
            return;
        }
        double expected = JsonScalars.number(wanted);
        if (Double.valueOf(expected).equals(given) || expected == given) {
            return;
        }
        double difference = Math.abs(given - expected) / Math.max(1, Math.abs(expected));
        largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        if (!(difference <= tolerance)) {
            report(what, Double.toString(expected), given.toString());
        }
    }
}
