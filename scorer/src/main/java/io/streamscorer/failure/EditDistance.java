package io.streamscorer.failure;

import java.util.Locale;

/** How many letters apart two names are, for "did you mean". */
public final class EditDistance {
    private EditDistance() {}

    /** The distance between the texts in lower case. */
    public static int ignoringCase(String a, String b) {
        return between(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
    }

    /**
     * The distance of Levenshtein (1966): the fewest insertions, deletions and replacements of a character that make one text the other. In two
     * rows, {@code O(|a| * |b|)} time.
     */
    public static int between(String a, String b) {
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
