package io.streamscorer.cli;

import io.streamscorer.engine.ModelFile;
import io.streamscorer.engine.ModelSignature;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Encoding;
import io.streamscorer.features.Feature;
import io.streamscorer.features.InputTensor;
import io.streamscorer.features.MissingValue;
import io.streamscorer.features.Scaling;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.Models;
import io.streamscorer.model.OutputRoles;
import io.streamscorer.packaging.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a model's file and its package say, as text for a person. */
final class ModelDescription {
    private ModelDescription() {}

    /** What the file says. */
    static String of(ModelFile file) {
        StringBuilder text = new StringBuilder();
        text.append("Model ").append(file.parts().get(0)).append('\n');
        line(text, "engine", file.engine());
        for (Path part : file.parts()) {
            line(text, "file", part.getFileName() + ", " + size(part));
        }
        line(text, "SHA-256", Models.digest(file.parts()));
        ModelSignature signature = file.signature();
        if (signature == null) {
            line(text, "inputs", "such files do not say their inputs and outputs");
            return text.toString();
        }
        line(text, "batch", batch(signature));
        for (ModelSignature.Tensor input : signature.inputs()) {
            line(text, "input", "'" + input.name() + "' " + input.describe());
        }
        for (ModelSignature.Tensor output : signature.outputs()) {
            List<String> classes = output.classes();
            line(
                    text,
                    "output",
                    "'" + output.name() + "' " + output.describe()
                            + (classes == null ? "" : ", classes " + String.join(", ", classes)));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append(String.format(Locale.ROOT, "  %-8s %s%n", what, value));
    }

    private static String size(Path file) {
        try {
            return String.format(Locale.ROOT, "%,d bytes", Files.size(file));
        } catch (IOException e) {
            throw new SetupException(file + ": cannot be read: " + Lines.of(e), e);
        }
    }

    private static String batch(ModelSignature signature) {
        long fixed = signature.inputs().stream()
                .map(ModelSignature.Tensor::shape)
                .filter(shape -> shape != null && !shape.isEmpty() && shape.get(0) > 0)
                .mapToLong(shape -> shape.get(0))
                .findFirst()
                .orElse(0);
        return fixed == 0 ? "any number of rows" : "fixed, " + fixed + (fixed == 1 ? " row" : " rows");
    }

    /** What the package makes of the file. */
    static String of(ModelPackage modelPackage, LoadedModel model) {
        StringBuilder text = new StringBuilder();
        text.append("Used as '")
                .append(model.name())
                .append("' version ")
                .append(model.version())
                .append(", by ")
                .append(modelPackage.description())
                .append('\n');
        for (InputTensor input : model.inputs()) {
            line(text, "input", "'" + input.name() + "' is fed from");
            int element = 0;
            for (Feature feature : input.features()) {
                int last = element + feature.width() - 1;
                text.append(String.format(
                        Locale.ROOT,
                        "    %9s  %s%s%n",
                        last == element ? element : element + ".." + last,
                        feature.field(),
                        details(feature)));
                element = last + 1;
            }
        }
        roles(text, model);
        return text.toString();
    }

    private static String details(Feature feature) {
        StringBuilder details = new StringBuilder();
        if (feature.encoding() instanceof Encoding.Vocabulary vocabulary) {
            details.append(", by a vocabulary of ").append(vocabulary.numbers().size());
        } else if (feature.encoding() instanceof Encoding.Packed packed) {
            details.append(", packed ").append(packed.elements().wireName());
        }
        if (!feature.scaling().equals(Scaling.NONE)) {
            details.append(", minus ")
                    .append(feature.scaling().subtract())
                    .append(", by ")
                    .append(feature.scaling().divide());
        }
        if (feature.missing() instanceof MissingValue.Constant constant) {
            details.append(", null becomes ").append(constant.value());
        } else if (feature.missing() instanceof MissingValue.Text other) {
            details.append(", null becomes '").append(other.value()).append('\'');
        } else if (feature.missing() instanceof MissingValue.SchemaDefault) {
            details.append(", null becomes the schema's default");
        }
        return details.toString();
    }

    private static void roles(StringBuilder text, LoadedModel model) {
        List<String> names = model.outputNames();
        OutputRoles.Score score = model.roles().score();
        OutputRoles.Label label = model.roles().label();
        OutputRoles.Probabilities probabilities = model.roles().probabilities();
        line(
                text,
                "score",
                score == null
                        ? "none"
                        : (score.element() < 0 ? "the largest element" : "element " + score.element()) + " of '"
                                + names.get(score.output()) + "'");
        line(
                text,
                "label",
                label == null
                        ? "none"
                        : label.output() < 0
                                ? "the class with the largest probability"
                                : "'" + names.get(label.output()) + "'");
        line(
                text,
                "classes",
                probabilities == null
                        ? "none"
                        : String.join(", ", probabilities.classes()) + ", their probabilities from '"
                                + names.get(probabilities.output()) + "'");
    }
}
