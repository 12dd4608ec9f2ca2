package io.streamscorer.messages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text with gaps for what varies.
 *
 * @param place where it stands, for a person
 * @param text the text, {@value #GAP} for each gap
 * @param pieces what stands between the gaps and holds a letter, without white space around
 */
record Template(String place, String text, List<String> pieces) {
    /** Stands for what varies. */
    static final String GAP = "…";

    private static final Pattern GAPS = Pattern.compile(GAP + "| \\| ");
    private static final Pattern LETTER = Pattern.compile("\\p{L}");

    /** What SLF4J and {@link java.util.Formatter} fill in. */
    private static final Pattern PLACEHOLDERS = Pattern.compile("\\{}|%[-,.\\d]*[sdfn]");

    private static final Pattern TWO_WORDS = Pattern.compile("\\p{L} \\p{L}");
    private static final Pattern REGULAR_EXPRESSION = Pattern.compile("^\\^|\\\\s");

    /** A text whose gaps are written {@value #GAP}. */
    static Template of(String place, String text) {
        List<String> pieces = Arrays.stream(GAPS.split(text))
                .map(String::strip)
                .filter(piece -> LETTER.matcher(piece).find())
                .toList();
        return new Template(place, text, pieces);
    }

    /** The lines of a text of the code, with the placeholders of loggers and formatters as gaps. */
    static List<Template> ofCode(String place, String text) {
        List<Template> templates = new ArrayList<>();
        if (!REGULAR_EXPRESSION.matcher(text).find()) {
            PLACEHOLDERS
                    .matcher(text.replace("%n", "\n"))
                    .replaceAll(GAP)
                    .lines()
                    .forEach(line ->
                            templates.add(of(place, line.replace("%%", "%").strip())));
        }
        return templates;
    }

    /** Whether it has two words in a row, as a sentence has, and a key, a unit or a name has not. */
    boolean isProse() {
        return pieces.stream().anyMatch(piece -> TWO_WORDS.matcher(piece).find());
    }

    /** Whether a line has all the pieces, as whole words and in this order. */
    boolean isIn(String line) {
        int from = 0;
        for (String piece : pieces) {
            int at = indexOf(line, piece, from);
            if (at < 0) {
                return false;
            }
            from = at + piece.length();
        }
        return true;
    }

    /** The index of a piece that no longer word holds, or -1. */
    static int indexOf(String line, String piece, int from) {
        for (int at = line.indexOf(piece, from); at >= 0; at = line.indexOf(piece, at + 1)) {
            int end = at + piece.length();
            boolean begins = at == 0 || !joined(line.charAt(at - 1), piece.charAt(0));
            boolean ends = end == line.length() || !joined(piece.charAt(piece.length() - 1), line.charAt(end));
            if (begins && ends) {
                return at;
            }
        }
        return -1;
    }

    private static boolean joined(char left, char right) {
        return Character.isLetterOrDigit(left) && Character.isLetterOrDigit(right);
    }

    @Override
    public String toString() {
        return place + ": " + text;
    }
}
