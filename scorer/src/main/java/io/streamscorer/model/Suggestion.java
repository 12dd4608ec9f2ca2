package io.streamscorer.model;

import java.util.Collection;

/** What to say after an unknown name: the known name that it most likely means, or else the known names. */
final class Suggestion {
    private static final int MAX_LISTED = 20;

    private Suggestion() {}

    /** A sentence such as {@code Did you mean 'features'?}; where no known name is near, {@code It has a, b and c.} */
    static String of(String unknown, Collection<String> known) {
        String nearest = null;
        int best = Math.max(1, unknown.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(unknown, candidate);
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        if (nearest != null) {
            return "Did you mean '" + nearest + "'?";
        }
        if (known.isEmpty()) {
            return "There is none.";
        }
        String listed = String.join(
                ", ",
                known.stream().limit(MAX_LISTED).map(name -> "'" + name + "'").toList());
        return "Known: " + listed
                + (known.size() > MAX_LISTED ? ", and " + (known.size() - MAX_LISTED) + " more." : ".");
    }

    /** Levenshtein's distance, upper and lower case alike. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        int[] current = new int[right.length() + 1];
        for (int j = 0; j < previous.length; j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            current[0] = i;
            char character = Character.toLowerCase(left.charAt(i - 1));
            for (int j = 1; j <= right.length(); j++) {
                int substitution = previous[j - 1] + (character == Character.toLowerCase(right.charAt(j - 1)) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[right.length()];
    }
}
