package io.streamscorer.model;

import io.streamscorer.engine.ModelSignature;
import io.streamscorer.packaging.ModelPackage;
import io.streamscorer.packaging.OutputMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@code model.yaml} says and what the model's file has, side by side for a person. */
final class SignatureTable {
    private SignatureTable() {}

    /** The table, a heading and one line per tensor. */
    static String of(ModelPackage modelPackage, ModelSignature signature) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {
            "", ModelPackage.DESCRIPTION, String.valueOf(modelPackage.file().getFileName())
        });
        for (ModelSignature.Tensor tensor : signature.inputs()) {
            String said = modelPackage.inputs().stream()
                    .filter(input -> input.tensor().equals(tensor.name()))
                    .map(SignatureTable::describe)
                    .findFirst()
                    .orElse("-");
            rows.add(new String[] {"input '" + tensor.name() + "'", said, tensor.describe()});
        }
        for (ModelPackage.Input input : modelPackage.inputs()) {
            if (signature.inputs().stream().noneMatch(tensor -> tensor.name().equals(input.tensor()))) {
                rows.add(new String[] {"input '" + input.tensor() + "'", describe(input), "-"});
            }
        }
        for (ModelSignature.Tensor tensor : signature.outputs()) {
            rows.add(new String[] {
                "output '" + tensor.name() + "'", roles(modelPackage.outputs(), tensor.name()), tensor.describe()
            });
        }
        int first = width(rows, 0);
        int second = width(rows, 1);
        StringBuilder table = new StringBuilder("What was expected and what is there:");
        for (String[] row : rows) {
            table.append(
                    ("\n  " + padded(row[0], first) + "  " + padded(row[1], second) + "  " + row[2]).stripTrailing());
        }
        return table.toString();
    }

    private static String describe(ModelPackage.Input input) {
        int features = input.features().size();
        return (input.dtype() == null ? "" : input.dtype().wireName() + ", ")
                + features
                + (features == 1 ? " feature" : " features");
    }

    private static String roles(@org.jspecify.annotations.Nullable OutputMapping mapping, String output) {
        if (mapping == null) {
            return "-";
        }
        OutputMapping.Score score = mapping.score();
        OutputMapping.Label label = mapping.label();
        OutputMapping.Probabilities probabilities = mapping.probabilities();
        List<String> roles = Stream.of(
                        score != null && score.output().equals(output) ? "score" : "",
                        label != null && output.equals(label.output()) ? "label" : "",
                        probabilities != null && probabilities.output().equals(output) ? "probabilities" : "")
                .filter(role -> !role.isEmpty())
                .toList();
        return roles.isEmpty() ? "-" : String.join(", ", roles);
    }

    private static int width(List<String[]> rows, int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
