package io.streamscorer.failure;

import java.util.Collection;

/** What to say after an unknown name: the known name that it most likely means, or else the known names. */
public final class Suggestion {
    private static final int MAX_LISTED = 20;

    private Suggestion() {}

    /** A sentence such as {@code Did you mean 'features'?}; where no known name is near, {@code It has a, b and c.} */
    public static String of(String unknown, Collection<String> known) {
        String nearest = null;
        int best = Math.max(1, unknown.length() / 3) + 1;
        for (String candidate : known) {
            int distance = EditDistance.ignoringCase(unknown, candidate);
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
}
