package io.streamscorer.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The credentials among the registry's settings, kept so that they can be taken out of messages. Immutable; any thread. */
final class Secrets {
    private static final String MASK = "[hidden]";

    /** What a request's header {@code Authorization} holds, where a server says it back; also tokens that the client fetched itself. */
    private static final Pattern HEADER = Pattern.compile("(?i)\\b(Basic|Bearer)\\s+[A-Za-z0-9+/=._~-]{16,}");

    private final List<String> values;

    /** @param values the credentials; empty ones are ignored */
    Secrets(Collection<String> values) {
        Stream<String> encoded = values.stream()
                .filter(value -> value.contains(":"))
                .map(value -> Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
        this.values = Stream.concat(values.stream(), encoded)
                .filter(value -> !value.isBlank())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The text with every credential replaced. */
    String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, MASK);
        }
        return HEADER.matcher(hidden).replaceAll("$1 " + Matcher.quoteReplacement(MASK));
    }

    /** The exception itself, or null when a message in its chain of causes holds a credential. */
    @Nullable
    Throwable harmless(Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 100; depth++) {
            String text = at.toString();
            if (!hide(text).equals(text)) {
                return null;
            }
            at = at.getCause();
        }
        return thrown;
    }

    @Override
    public String toString() {
        return MASK;
    }
}
