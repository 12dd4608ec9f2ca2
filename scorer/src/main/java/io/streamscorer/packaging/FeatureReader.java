package io.streamscorer.packaging;

import io.streamscorer.failure.Lines;
import io.streamscorer.failure.Suggestion;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Encoding;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.MissingValue;
import io.streamscorer.features.Scaling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code features} in a {@code model.yaml}. What is wrong is reported, and reading goes on. */
final class FeatureReader {
    private static final List<String> KEYS =
            List.of("field", "missing", "width", "vocabulary", "unknown", "subtract", "divide", "bytes");

    private final MissingValue otherwise;
    private final Consumer<String> problems;

    /**
     * @param otherwise what null becomes where the feature does not say
     * @param problems takes one line per problem
     */
    FeatureReader(MissingValue otherwise, Consumer<String> problems) {
        this.otherwise = otherwise;
        this.problems = problems;
    }

    /**
     * Reads one entry.
     *
     * @param owner the entry of the input
     * @param place the feature's place in it
     * @return the feature; null, reported, where it has no field
     */
    Feeding.@Nullable MappedField read(@Nullable Object node, YamlMapping owner, String place) {
        if (!(node instanceof Map)) {
            FieldPath field = field(owner, place, owner.text(node, place));
            return field == null ? null : new Feeding.MappedField(field, otherwise);
        }
        YamlMapping form = YamlMapping.of(node, owner.pathOf(place), KEYS, problems);
        FieldPath field =
                field(form, "field", form.requiredText("field", "which field of the event this feature holds"));
        int width = width(form);
        Encoding encoding = encoding(form);
        Scaling scaling = scaling(form);
        MissingValue missing = form.has("missing") ? missing(form, encoding) : otherwise;
        checkCategory(form, missing, encoding);
        return field == null ? null : new Feeding.MappedField(field, width, encoding, scaling, missing);
    }

    private static @Nullable FieldPath field(YamlMapping mapping, String key, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return FieldPath.parse(text);
        } catch (IllegalArgumentException e) {
            mapping.report(key, Lines.of(e));
            return null;
        }
    }

    private static int width(YamlMapping form) {
        if (!form.has("width")) {
            return 0;
        }
        if (form.get("width") instanceof Integer width && width > 0) {
            return width;
        }
        form.report(
                "width",
                "expected how many elements the field fills, from 1, found " + YamlMapping.describe(form.get("width")));
        return 0;
    }

    private static Encoding encoding(YamlMapping form) {
        if (form.has("unknown") && !form.has("vocabulary")) {
            form.report("unknown", "is the number of categories that the vocabulary lacks, but there is no vocabulary");
        }
        if (form.has("bytes")) {
            if (form.has("vocabulary")) {
                form.report("", "give only one of vocabulary and bytes");
            }
            Dtype elements = InputReader.dtype(form, "bytes");
            if (elements == Dtype.STRING) {
                form.report("bytes", "strings do not lie in bytes. Leave bytes out for a field of text");
            }
            return elements == null || elements == Dtype.STRING ? new Encoding.Value() : new Encoding.Packed(elements);
        }
        if (form.has("vocabulary")) {
            Map<String, Double> numbers = vocabulary(form);
            return new Encoding.Vocabulary(numbers, form.has("unknown") ? form.number("unknown") : null);
        }
        return new Encoding.Value();
    }

    private static Map<String, Double> vocabulary(YamlMapping form) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        Object node = form.get("vocabulary");
        if (node instanceof Map<?, ?> map && !map.isEmpty()) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String category = category(form, entry.getKey(), "vocabulary");
                if (category == null) {
                    continue;
                }
                String place = "vocabulary." + category;
                Double number = form.number(entry.getValue(), place);
                // 1 and "1" are two keys of a YAML mapping and one category.
                if (number != null && numbers.put(category, number) != null) {
                    form.report(place, "is listed twice");
                }
            }
        } else if (node instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                String place = "vocabulary[" + i + "]";
                String category = category(form, list.get(i), place);
                if (category != null && numbers.put(category, (double) i) != null) {
                    form.report(place, "'" + category + "' is listed twice");
                }
            }
        } else {
            form.report(
                    "vocabulary",
                    "expected a list of categories, or a mapping from category to number, found "
                            + YamlMapping.describe(node));
        }
        return numbers;
    }

    /** A category's text, which may be blank, or an integer's digits; null, reported, where it is something else. */
    private static @Nullable String category(YamlMapping form, @Nullable Object node, String place) {
        return node instanceof String text ? text : form.text(node, place);
    }

    private static Scaling scaling(YamlMapping form) {
        Double subtract = form.has("subtract") ? form.number("subtract") : Double.valueOf(0);
        Double divide = form.has("divide") ? form.number("divide") : Double.valueOf(1);
        if (subtract == null || divide == null) {
            return Scaling.NONE;
        }
        if (divide == 0) {
            form.report("divide", "0 divides nothing. For a feature that never changes leave divide out");
            return Scaling.NONE;
        }
        return new Scaling(subtract, divide);
    }

    /**
     * What {@code missing} says.
     *
     * @param encoding the feature's encoding: with a vocabulary a category may be written without {@code text}
     */
    static MissingValue missing(YamlMapping mapping, @Nullable Encoding encoding) {
        Object node = mapping.get("missing");
        if (node instanceof Number number && !Double.isInfinite(number.doubleValue())) {
            return new MissingValue.Constant(number.doubleValue());
        }
        if (node instanceof Boolean truth) {
            return new MissingValue.Constant(truth ? 1 : 0);
        }
        if (node instanceof String word) {
            if (word.equalsIgnoreCase("nan")) {
                return new MissingValue.Constant(Double.NaN);
            }
            if (word.equals("reject")) {
                return new MissingValue.Reject();
            }
            if (word.equals("default")) {
                return new MissingValue.SchemaDefault();
            }
            if (encoding instanceof Encoding.Vocabulary vocabulary
                    && vocabulary.numbers().containsKey(word)) {
                return new MissingValue.Text(word);
            }
        }
        if (node instanceof Map<?, ?> map && map.size() == 1 && map.get("text") instanceof String text) {
            return new MissingValue.Text(text);
        }
        mapping.report(
                "missing",
                "expected reject, nan, a number, default"
                        + (encoding instanceof Encoding.Vocabulary ? ", a category of the vocabulary" : "")
                        + " or {text: \"...\"}, found " + YamlMapping.describe(node));
        return new MissingValue.Reject();
    }

    private static void checkCategory(YamlMapping form, MissingValue missing, Encoding encoding) {
        if (missing instanceof MissingValue.Text text
                && encoding instanceof Encoding.Vocabulary vocabulary
                && vocabulary.unknown() == null
                && !vocabulary.numbers().containsKey(text.value())) {
            form.report(
                    "missing",
                    "the text '" + text.value() + "' is no category of the vocabulary, and there is no unknown. "
                            + Suggestion.of(
                                    text.value(),
                                    new TreeSet<>(vocabulary.numbers().keySet())));
        }
    }
}
