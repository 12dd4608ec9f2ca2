package io.streamscorer.model;

import io.streamscorer.engine.ModelSignature;
import io.streamscorer.packaging.Feeding;
import io.streamscorer.packaging.ModelPackage;
import io.streamscorer.packaging.OutputMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code model.yaml} says and what the model's file has, side by side for a person. */
final class SignatureTable {
    private SignatureTable() {}

    /** The table, a heading and one line per tensor. */
    static String of(ModelPackage modelPackage, List<Feeding.Input> mapped, ModelSignature signature) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {
            "",
            modelPackage.description().equals(modelPackage.file())
                    ? "by name"
                    : String.valueOf(modelPackage.description().getFileName()),
            String.valueOf(modelPackage.file().getFileName())
        });
        for (ModelSignature.Tensor tensor : signature.inputs()) {
            String said = mapped.stream()
                    .filter(input -> input.tensor().equals(tensor.name()))
                    .map(SignatureTable::describe)
                    .findFirst()
                    .orElse("-");
            rows.add(new String[] {"input '" + tensor.name() + "'", said, tensor.describe()});
        }
        for (Feeding.Input input : mapped) {
            if (signature.inputs().stream().noneMatch(tensor -> tensor.name().equals(input.tensor()))) {
                rows.add(new String[] {"input '" + input.tensor() + "'", describe(input), "-"});
            }
        }
        List<String> names = modelPackage.outputNames();
        for (int i = 0; i < signature.outputs().size(); i++) {
            ModelSignature.Tensor tensor = signature.outputs().get(i);
            String name = names.size() == signature.outputs().size() ? names.get(i) : tensor.name();
            rows.add(new String[] {"output '" + name + "'", roles(modelPackage.outputs(), name), tensor.describe()});
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

    private static String describe(Feeding.Input input) {
        int features = input.features().size();
        return (input.dtype() == null ? "" : input.dtype().wireName() + ", ")
                + (input.shape() == null ? "" : "shape " + input.shape() + ", ")
                + features
                + (features == 1 ? " feature" : " features");
    }

    private static String roles(@Nullable OutputMapping mapping, String output) {
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
