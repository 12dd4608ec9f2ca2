package io.streamscorer.config;

import io.streamscorer.failure.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known key that a misspelt one most likely means. */
final class Suggestion {
    private Suggestion() {}

    /**
     * Finds the candidate that is fewest edits away, at most {@code limit}; without one, the longest candidate that the key ends in after a
     * dot, as {@code kafka.bootstrap.servers} does.
     */
    static Optional<String> find(String key, Collection<String> candidates, int limit) {
        String wanted = plain(key);
        Optional<String> near = candidates.stream()
                .filter(candidate -> Math.abs(candidate.length() - wanted.length()) <= limit)
                .filter(candidate -> EditDistance.between(wanted, plain(candidate)) <= limit)
                .min(Comparator.<String>comparingInt(candidate -> EditDistance.between(wanted, plain(candidate)))
                        .thenComparing(Comparator.naturalOrder()));
        return near.isPresent()
                ? near
                : candidates.stream()
                        .filter(candidate -> wanted.endsWith("." + plain(candidate)))
                        .max(Comparator.comparingInt(String::length).thenComparing(Comparator.reverseOrder()));
    }

    /** How many edits a key of this length may be away: one in four characters, at most three. */
    static int limitFor(String key) {
        return Math.max(1, Math.min(3, key.length() / 4));
    }

    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
    }
}
