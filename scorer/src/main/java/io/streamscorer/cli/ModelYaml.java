package io.streamscorer.cli;

import io.streamscorer.engine.ModelFile;
import io.streamscorer.engine.ModelSignature;
import io.streamscorer.features.Dtype;
import io.streamscorer.packaging.AvroNames;
import io.streamscorer.packaging.Feeding;
import io.streamscorer.packaging.ModelPackage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@code model.yaml} to begin with, from what a model's file says and, where it is given, the events' schema. Fields whose names are the
 * inputs' feed those; other inputs get the fields that fit by type, in the schema's order, which comments ask a person to check. Used once.
 */
final class ModelYaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Set<String> RESERVED = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");
    private static final int PLACEHOLDERS = 3;

    private final ModelPackage modelPackage;
    private final ModelFile file;
    private final List<SchemaFields.Field> fields;
    private final boolean knowsFields;
    private final Set<String> used = new LinkedHashSet<>();
    private final StringBuilder text = new StringBuilder();
    private int placeholders;

    ModelYaml(ModelPackage modelPackage, ModelFile file, @Nullable Schema schema) {
        this.modelPackage = modelPackage;
        this.file = file;
        this.knowsFields = schema != null;
        this.fields = schema == null ? List.of() : new SchemaFields(schema).all();
    }

    /** The text, each line ending in a line break. */
    String text() {
        Path directory = modelPackage.path().equals(modelPackage.file())
                ? modelPackage.file().toAbsolutePath().getParent()
                : modelPackage.path();
        line("# Written by 'scorer describe'. Each line that says CHECK is a guess.");
        line("name: " + quoted(modelPackage.name()));
        line("version: " + quotedAlways(modelPackage.version() == null ? "1" : modelPackage.version())
                + (modelPackage.version() == null ? "  # CHECK" : ""));
        line("file: "
                + quoted(
                        directory == null
                                ? String.valueOf(modelPackage.file().getFileName())
                                : directory
                                        .relativize(modelPackage.file().toAbsolutePath())
                                        .toString()
                                        .replace('\\', '/')));
        if (modelPackage.engine() != null) {
            line("engine: " + quoted(modelPackage.engine()));
        }
        line("");
        line("inputs:");
        ModelSignature signature = file.signature();
        if (signature == null) {
            unsaid();
        } else {
            // Fields that bear an input's name are kept for it.
            signature.inputs().forEach(input -> reserve(input));
            signature.inputs().forEach(input -> input(input, signature.inputs().size() == 1));
            line("");
            new OutputYaml(signature.outputs(), this::line).write();
        }
        return text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void unsaid() {
        line("  - tensor: input_0         # CHECK: such files do not say their inputs");
        line("    dtype: float32          # CHECK");
        List<SchemaFields.Field> fitting = free(Dtype.FLOAT32);
        int width = knowsFields ? fitting.size() : PLACEHOLDERS;
        line("    shape: [" + Math.max(1, width) + "]               # CHECK: of one row");
        features(Dtype.FLOAT32, Math.max(1, width));
        line("");
        line("# outputs: what the model gives is only known when it has been loaded");
    }

    private void reserve(ModelSignature.Tensor input) {
        SchemaFields.Field own = named(input);
        if (own != null) {
            used.add(own.path());
        }
    }

    private SchemaFields.@Nullable Field named(ModelSignature.Tensor input) {
        boolean single = input.elementsPerRow() == 1;
        List<SchemaFields.Field> fitting = fields.stream()
                .filter(field -> single ? field.fits(input.dtype()) : field.isArrayFor(input.dtype()))
                .toList();
        return fitting.stream()
                .filter(field -> field.path().equals(input.name()))
                .findFirst()
                .orElseGet(() -> fitting.stream()
                        .filter(field -> field.name().equalsIgnoreCase(input.name()))
                        .findFirst()
                        .orElse(null));
    }

    private void input(ModelSignature.Tensor input, boolean only) {
        line("  - tensor: " + quoted(input.name()) + "  # " + input.describe());
        List<Long> shape = input.shape() == null || input.shape().isEmpty()
                ? List.of(-1L)
                : input.shape().subList(1, input.shape().size());
        long open = shape.stream().filter(size -> size < 0).count();
        SchemaFields.Field own = named(input);
        if (only && modelPackage.feeding() instanceof Feeding.Columns columns) {
            line("    features:");
            columns.columns()
                    .forEach(column -> line("      - " + quoted(column.field().toString())));
        } else if (own != null && open == 0) {
            line("    features: [" + quoted(own.path()) + "]  # " + own.describe());
        } else if (!knowsFields && input.elementsPerRow() == 1 && AvroNames.path(input.name()) != null) {
            line("    features: [" + quoted(input.name()) + "]  # CHECK: the event's field");
        } else if (shape.size() > 1 && open > 0) {
            List<Long> row = shape.stream().map(size -> size < 0 ? 1 : size).toList();
            line("    shape: " + row + "  # CHECK: of one row; the file leaves " + input.describe() + " open");
            features(input.dtype(), row.stream().reduce(1L, Math::multiplyExact));
        } else if (open > 0) {
            features(
                    input.dtype(), knowsFields ? Math.max(1, free(input.dtype()).size()) : PLACEHOLDERS);
        } else {
            features(input.dtype(), shape.stream().reduce(1L, Math::multiplyExact));
        }
    }

    /** The fields that could be an element and are not used yet: those that look like keys or times last. */
    private List<SchemaFields.Field> free(Dtype dtype) {
        return fields.stream()
                .filter(field -> field.fits(dtype) && !used.contains(field.path()))
                .toList();
    }

    private void features(Dtype dtype, long width) {
        List<SchemaFields.Field> fitting = free(dtype);
        SchemaFields.Field array = fields.stream()
                .filter(field -> field.isArrayFor(dtype) && !used.contains(field.path()))
                .findFirst()
                .orElse(null);
        if (array != null && width > 1 && fitting.size() < width) {
            used.add(array.path());
            line("    features: [" + quoted(array.path()) + "]  # CHECK: " + array.describe() + " of " + width
                    + " items");
            return;
        }
        List<SchemaFields.Field> chosen = chosen(fitting, width);
        line(
                knowsFields
                        ? "    features:  # CHECK: the fields that fit by type, in the schema's order; the model may want others, or another order"
                        : "    features:  # CHECK: put the names of the event's fields, in the order of the model's columns");
        for (SchemaFields.Field field : chosen) {
            used.add(field.path());
            line("      - " + quoted(field.path()) + "  # " + field.describe());
        }
        for (long i = chosen.size(); i < width; i++) {
            line("      - feature_" + placeholders++ + "  # CHECK: "
                    + (knowsFields ? "no field is left that is " : "a field that is ")
                    + (dtype == Dtype.STRING ? "text" : dtype.isFloating() ? "a number" : "a whole number"));
        }
    }

    /** As many as are wanted, in the schema's order; those that look like keys or times only where the others are too few. */
    private static List<SchemaFields.Field> chosen(List<SchemaFields.Field> fitting, long width) {
        List<SchemaFields.Field> chosen = new ArrayList<>(fitting);
        for (int i = 0; i < chosen.size() && chosen.size() > width; ) {
            if (chosen.get(i).looksLikeKeyOrTime()) {
                chosen.remove(i);
            } else {
                i++;
            }
        }
        return chosen.size() > width ? chosen.subList(0, (int) width) : chosen;
    }

    /** A text as YAML has it, in quotes where it would be read as something else. */
    static String quoted(String value) {
        return PLAIN.matcher(value).matches() && !RESERVED.contains(value.toLowerCase(Locale.ROOT))
                ? value
                : quotedAlways(value);
    }

    static String quotedAlways(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(each -> {
            if (each == '"' || each == '\\') {
                quoted.append('\\').append((char) each);
            } else if (each < ' ' || each == 0x7f) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", each));
            } else {
                quoted.append((char) each);
            }
        });
        return quoted.append('"').toString();
    }
}
