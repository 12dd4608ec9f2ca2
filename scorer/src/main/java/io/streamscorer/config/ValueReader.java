package io.streamscorer.config;

import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Values of settings as Kafka's types, or words about why they are none. */
final class ValueReader {
    private ValueReader() {}

    /** Parses and checks the setting's value; null, and one more problem, when it does not fit. */
    static @Nullable Object read(Setting setting, ConfigKey key, List<String> problems) {
        Object value;
        try {
            value = ConfigDef.parseType(setting.key(), setting.value(), key.type);
        } catch (ConfigException | LinkageError e) {
            problems.add(problem(setting, key, null));
            return null;
        }
        try {
            if (key.validator != null) {
                key.validator.ensureValid(setting.key(), value);
            }
            return value;
        } catch (ConfigException e) {
            problems.add(problem(setting, key, e.getMessage()));
            return null;
        }
    }

    private static String problem(Setting setting, ConfigKey key, @Nullable String reason) {
        StringBuilder text = new StringBuilder(setting.place())
                .append(": expected ")
                .append(expected(key))
                .append(", is ")
                .append(
                        Secrets.isSecret(setting.key(), key.type) && !setting.isResolved()
                                ? Secrets.HIDDEN
                                : "'" + Secrets.shown(setting, key.type) + "'");
        if (reason != null && !setting.isResolved() && !Secrets.isSecret(setting.key(), key.type)) {
            if (key.validator instanceof Checks || key.validator instanceof KafkaCheck) {
                text.append(": ").append(reason);
            } else if (!hasWords(key)) {
                text.append(": ").append(reason.replaceFirst("^Invalid value .* for configuration [^:]+: ", ""));
            }
        }
        return text.toString();
    }

    /** What the setting may be, as a noun. */
    static String expected(ConfigKey key) {
        if (!hasWords(key)) {
            return type(key.type);
        }
        if (key.validator instanceof Checks || key.validator instanceof KafkaCheck) {
            return key.validator.toString();
        }
        String words = key.validator.toString();
        if (words.matches("\\[-?[\\d.E]+,\\.\\.\\.]")) {
            return type(key.type) + " from " + words.substring(1, words.indexOf(','));
        }
        if (words.matches("\\[-?[\\d.E]+,\\.\\.\\.,-?[\\d.E]+]")) {
            return type(key.type) + " from " + words.substring(1, words.indexOf(',')) + " to "
                    + words.substring(words.lastIndexOf(',') + 1, words.length() - 1);
        }
        words = words.replaceFirst("^\\(case insensitive\\) ", "").replaceFirst("^\\[null, ", "[");
        return words.startsWith("[") ? "one of " + words : type(key.type) + " (" + words + ")";
    }

    /** Whether the check describes itself; those that are lambdas print their class and address. */
    private static boolean hasWords(ConfigKey key) {
        return key.validator != null && !key.validator.toString().matches(".*[$@][\\w/]*@?[0-9a-f]{4,}.*|.*Lambda.*");
    }

    /** The type in words. */
    static String type(Type type) {
        return switch (type) {
            case BOOLEAN -> "true or false";
            case INT, SHORT, LONG ->
                "a whole number" + (type == Type.LONG ? "" : " of " + (type == Type.INT ? "32" : "16") + " bits");
            case DOUBLE -> "a number";
            case LIST -> "values joined by commas";
            case CLASS -> "the name of a class on the class path";
            case STRING, PASSWORD -> "text";
        };
    }

    /** The value in words for a table: lower-case type name, for example {@code int}. */
    static String typeName(Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
