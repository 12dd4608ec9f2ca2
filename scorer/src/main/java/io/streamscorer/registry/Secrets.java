package io.streamscorer.registry;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The credentials among the registry's settings, kept so that they can be taken out of messages. Immutable; any thread. */
final class Secrets {
    private static final String MASK = "[hidden]";

    private final List<String> values;

    /** @param values the credentials; empty ones are ignored */
    Secrets(Collection<String> values) {
        this.values = values.stream()
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
        return hidden;
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
