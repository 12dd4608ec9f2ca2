package io.streamscorer.config;

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
                .filter(candidate -> distance(wanted, plain(candidate)) <= limit)
                .min(Comparator.<String>comparingInt(candidate -> distance(wanted, plain(candidate)))
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

    /** Levenshtein's distance, in two rows: {@code O(|a| * |b|)} time. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
