package io.streamscorer.packaging;

import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the inputs of an MLflow signature, a JSON text within the {@code MLmodel}. What is wrong is reported, and reading goes on. */
final class MlflowSignature {
    private static final String INPUTS = "signature.inputs";
    private static final String WAY_OUT =
            "Put a " + ModelPackage.DESCRIPTION + " into the directory that names the fields";
    private static final Map<String, Feeding.Kind> KINDS = Map.of(
            "boolean", Feeding.Kind.TRUTH,
            "integer", Feeding.Kind.INTEGER,
            "long", Feeding.Kind.INTEGER,
            "float", Feeding.Kind.FLOATING,
            "double", Feeding.Kind.FLOATING,
            "string", Feeding.Kind.TEXT);

    private final Consumer<String> problems;

    /** @param problems takes one line per problem */
    MlflowSignature(Consumer<String> problems) {
        this.problems = problems;
    }

    /** The columns; null, reported, where there are none. */
    @Nullable
    Feeding read(YamlMapping document) {
        if (!(document.get("signature") instanceof Map<?, ?> signature)
                || !(signature.get("inputs") instanceof String json)) {
            problems.accept(INPUTS + ": missing, so that nothing says which fields of the event feed the model. "
                    + "Log the model with a signature, or put a " + ModelPackage.DESCRIPTION + " into the directory");
            return null;
        }
        Object parsed;
        try {
            parsed = YamlDocument.parse(json, INPUTS);
        } catch (SetupException e) {
            problems.accept(Lines.of(e));
            return null;
        }
        if (!(parsed instanceof List<?> specifications) || specifications.isEmpty()) {
            problems.accept(INPUTS + ": expected a JSON list of columns, found " + YamlMapping.describe(parsed));
            return null;
        }
        Map<FieldPath, Feeding.Column> columns = new LinkedHashMap<>();
        for (int i = 0; i < specifications.size(); i++) {
            YamlMapping specification = YamlMapping.ofAny(specifications.get(i), INPUTS + "[" + i + "]", problems);
            if ("tensor".equals(specification.get("type"))) {
                problems.accept(INPUTS
                        + ": gives tensors, not columns, so that nothing says which fields of the event feed them. "
                        + WAY_OUT);
                return null;
            }
            Feeding.Column column = column(specification);
            if (column != null && columns.put(column.field(), column) != null) {
                specification.report("name", "the column '" + column.field() + "' is listed twice");
            }
        }
        return columns.isEmpty() ? null : new Feeding.Columns(new ArrayList<>(columns.values()));
    }

    private Feeding.@Nullable Column column(YamlMapping specification) {
        if (!(specification.get("name") instanceof String name)) {
            specification.report("name", "missing, so that nothing says which field of the event this is. " + WAY_OUT);
            return null;
        }
        FieldPath field = AvroNames.path(name);
        if (field == null) {
            specification.report(
                    "name",
                    "the column '" + name
                            + "' cannot be a field of an event, whose names have only letters, digits and _ and do not"
                            + " begin with a digit. " + WAY_OUT);
            return null;
        }
        Feeding.Kind kind = KINDS.get(String.valueOf(specification.get("type")));
        if (kind == null) {
            specification.report(
                    "type",
                    "the column '" + name + "' is " + specification.get("type")
                            + ", which cannot feed a tensor as it is. " + WAY_OUT);
            return null;
        }
        boolean required = !Boolean.FALSE.equals(specification.get("required"))
                && !Boolean.TRUE.equals(specification.get("optional"));
        return new Feeding.Column(field, kind, required);
    }
}
