package io.streamscorer.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * A check of one value: {@link #toString} says what is expected, as a noun for tables and messages, and the exception's message says what is
 * wrong with this value.
 */
final class Checks implements Validator {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Pattern HOST_PORT =
            Pattern.compile("([A-Z_]+://)?(\\[[0-9a-fA-F:.%]+]|[^\\s:/,@\\[\\]]+):(\\d{1,5})");
    private static final Pattern DEVICE = Pattern.compile("auto|cpu|gpu|gpu:\\d{1,3}");

    private final String expected;
    private final Function<Object, @Nullable String> problem;

    private Checks(String expected, Function<Object, @Nullable String> problem) {
        this.expected = expected;
        this.problem = problem;
    }

    static Checks between(long min, long max) {
        return new Checks("a whole number from " + min + " to " + max, value -> {
            long number = ((Number) value).longValue();
            return number < min || number > max ? "it is out of this range" : null;
        });
    }

    static Checks atLeast(long min) {
        return new Checks(
                "a whole number from " + min,
                value -> ((Number) value).longValue() < min ? "it is below " + min : null);
    }

    static Checks replicationFactor() {
        return new Checks("-1 (the broker's default) or a whole number from 1 to 32767", value -> {
            int factor = (Integer) value;
            return factor == -1 || (factor >= 1 && factor <= Short.MAX_VALUE) ? null : "it is neither";
        });
    }

    static Checks oneOf(String... values) {
        List<String> allowed = Arrays.asList(values);
        return new Checks(
                String.join(" or ", allowed),
                value -> allowed.contains(value) ? null : "it is none of these (case matters)");
    }

    static Checks text() {
        return new Checks("text that is not empty", value -> value.toString().isEmpty() ? "it is empty" : null);
    }

    static Checks topic() {
        return name("a topic name: 1 to 249 of the characters a-z, A-Z, 0-9, '.', '_' and '-'");
    }

    static Checks applicationId() {
        return name("a name: 1 to 249 of the characters a-z, A-Z, 0-9, '.', '_' and '-'");
    }

    private static Checks name(String expected) {
        return new Checks(expected, value -> {
            String name = (String) value;
            if (name.isEmpty()) {
                return "it is empty";
            }
            return TOPIC.matcher(name).matches() && !name.equals(".") && !name.equals("..")
                    ? null
                    : "it is too long or has other characters";
        });
    }

    static Checks hostPorts() {
        return list("host:port, or several joined by commas", (element, shown) -> {
            var matcher = HOST_PORT.matcher(element);
            boolean fits = matcher.matches() && Integer.parseInt(matcher.group(3)) <= 65_535;
            return fits ? null : "'" + shown + "' is no host:port";
        });
    }

    static Checks urls() {
        return list("http://host:port or https://host:port, or several joined by commas", (element, shown) -> {
            try {
                URI uri = new URI(element);
                boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                return web && uri.getHost() != null ? null : "'" + shown + "' is no such URL";
            } catch (URISyntaxException e) {
                return "'" + shown + "' is no URL";
            }
        });
    }

    static Checks urlOrNothing() {
        Checks one = urls();
        return new Checks(
                "http://host:port/v1/traces or https://host:port/v1/traces, or nothing",
                value -> value.toString().isEmpty() ? null : one.problem.apply(List.of(value)));
    }

    static Checks share() {
        return new Checks("a number from 0 to 1", value -> {
            double number = ((Number) value).doubleValue();
            return number >= 0 && number <= 1 ? null : "it is out of this range";
        });
    }

    static Checks fields() {
        Checks names =
                list("names of event fields joined by commas, with dots for fields of records", (element, shown) -> {
                    boolean complete = Arrays.stream(element.split("\\.", -1)).noneMatch(String::isEmpty);
                    return complete ? null : "'" + shown + "' has an empty name";
                });
        return new Checks(names.expected, value -> ((List<?>) value).isEmpty() ? null : names.problem.apply(value));
    }

    /** A check of each element, which is given the element and how it may be shown. */
    private static Checks list(String expected, BiFunction<String, String, @Nullable String> element) {
        return new Checks(expected, value -> {
            List<?> elements = (List<?>) value;
            String all = elements.stream().map(String::valueOf).collect(Collectors.joining(","));
            Set<Object> seen = new HashSet<>();
            for (Object each : elements) {
                String text = (String) each;
                if (text.isEmpty()) {
                    return "an element is empty";
                }
                // A comma in a password that is part of an address makes several elements of it, none of which may be
                // shown.
                String shown = all.contains("@") ? Secrets.withoutUserInfo(all) : text;
                if (!seen.add(text)) {
                    return "'" + shown + "' stands in it twice";
                }
                String wrong = element.apply(text, shown);
                if (wrong != null) {
                    return wrong;
                }
            }
            return elements.isEmpty() ? "it is empty" : null;
        });
    }

    static Checks device() {
        return new Checks(
                "auto, cpu, gpu or gpu:N (N counts from 0)",
                value -> DEVICE.matcher((String) value).matches() ? null : "it is none of these");
    }

    static Checks directoryOrFile() {
        return new Checks("a directory or file that exists", value -> {
            Path path = Path.of((String) value);
            return Files.exists(path)
                    ? null
                    : "there is nothing at " + path.toAbsolutePath().normalize();
        });
    }

    static Checks file() {
        return new Checks("a file that can be read", value -> {
            Path path = Path.of((String) value);
            return !value.toString().isEmpty() && Files.isRegularFile(path) && Files.isReadable(path)
                    ? null
                    : "there is no such file at " + path.toAbsolutePath().normalize();
        });
    }

    @Override
    public void ensureValid(String name, @Nullable Object value) {
        String wrong = value == null ? null : problem.apply(value);
        if (wrong != null) {
            throw new ConfigException(wrong);
        }
    }

    @Override
    public String toString() {
        return expected;
    }
}
