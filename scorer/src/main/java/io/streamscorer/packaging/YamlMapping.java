package io.streamscorer.packaging;

import io.streamscorer.failure.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A YAML mapping that is read key by key. What is wrong is reported with its place, such as {@code inputs[0].features[2].missing}, and
 * reading goes on. Not thread-safe.
 */
final class YamlMapping {
    private final String path;
    private final Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    private final Consumer<String> problems;

    private YamlMapping(String path, Consumer<String> problems) {
        this.path = path;
        this.problems = problems;
    }

    /**
     * Takes a parsed node as a mapping; one that is no mapping, or has other keys than the known, is reported.
     *
     * @param path where the node stands, empty for the document
     * @param problems takes one line per problem
     */
    static YamlMapping of(@Nullable Object node, String path, List<String> known, Consumer<String> problems) {
        YamlMapping mapping = new YamlMapping(path, problems);
        if (!(node instanceof Map<?, ?> map)) {
            mapping.report("", "expected a mapping with " + String.join(", ", known) + ", found " + describe(node));
            return mapping;
        }
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (known.contains(name)) {
                mapping.entries.put(name, value);
            } else {
                mapping.report(name, "unknown key. " + Suggestion.of(name, known));
            }
        });
        return mapping;
    }

    /** Takes a parsed node as a mapping that may have any keys; one that is no mapping is reported. */
    static YamlMapping ofAny(@Nullable Object node, String path, Consumer<String> problems) {
        YamlMapping mapping = new YamlMapping(path, problems);
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> mapping.entries.put(String.valueOf(key), value));
        } else {
            mapping.report("", "expected a mapping, found " + describe(node));
        }
        return mapping;
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    @Nullable
    Object get(String key) {
        return entries.get(key);
    }

    /** The place of a key in this mapping. */
    String pathOf(String key) {
        if (key.isEmpty()) {
            return path;
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    void report(String key, String message) {
        String place = pathOf(key);
        problems.accept(place.isEmpty() ? message : place + ": " + message);
    }

    /** The key's text, or null, reported, where it is missing or no text. */
    @Nullable
    String requiredText(String key, String meaning) {
        if (!has(key)) {
            report(key, "missing. It says " + meaning);
            return null;
        }
        return text(key);
    }

    /** The key's text, or null where it is missing or, reported, no text. */
    @Nullable
    String text(String key) {
        return has(key) ? text(get(key), key) : null;
    }

    /** A node's text: a string that is not blank, or an integer's digits as they were written. Else it is reported, and null. */
    @Nullable
    String text(@Nullable Object node, String key) {
        if (node instanceof String text && !text.isBlank()) {
            return text;
        }
        if (node instanceof Integer || node instanceof Long || node instanceof java.math.BigInteger) {
            return node.toString();
        }
        report(key, "expected text, found " + describe(node) + (isScalar(node) ? ". Put it in quotes" : ""));
        return null;
    }

    /** The key's finite number, or null, reported, where it is something else. */
    @Nullable
    Double number(String key) {
        return number(get(key), key);
    }

    /** A node's finite number, or null, reported, where it is something else. */
    @Nullable
    Double number(@Nullable Object node, String key) {
        if (node instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        report(key, "expected a number, found " + describe(node));
        return null;
    }

    /** The key's list of texts, or null where it is missing or, reported, no list with entries. */
    @Nullable
    List<String> texts(String key) {
        List<?> nodes = has(key) ? list(key) : null;
        if (nodes == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String text = text(nodes.get(i), key + "[" + i + "]");
            if (text != null) {
                if (texts.contains(text)) {
                    report(key + "[" + i + "]", "'" + text + "' is listed twice");
                }
                texts.add(text);
            }
        }
        return texts;
    }

    /** The key's list with at least one entry, or null, reported, where it is something else. */
    @Nullable
    List<?> list(String key) {
        Object node = get(key);
        if (node instanceof List<?> list && !list.isEmpty()) {
            return list;
        }
        report(key, "expected a list with at least one entry, found " + describe(node));
        return null;
    }

    static boolean isScalar(@Nullable Object node) {
        return node instanceof Number || node instanceof Boolean;
    }

    static String describe(@Nullable Object node) {
        if (node == null) {
            return "nothing";
        }
        if (node instanceof Map) {
            return "a mapping";
        }
        if (node instanceof List<?> list) {
            return list.isEmpty() ? "an empty list" : "a list";
        }
        if (node instanceof String text) {
            return text.isBlank() ? "blank text" : "the text '" + text + "'";
        }
        return (node instanceof Boolean ? "the truth value " : "the number ") + node;
    }
}
