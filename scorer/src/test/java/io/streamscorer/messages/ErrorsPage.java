package io.streamscorer.messages;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of messages, {@code docs/errors.md}: blocks of code, each line a message with {@value Template#GAP} for what varies, or words
 * divided by {@code |} that can stand in a gap; after each block the cause and the remedy.
 *
 * @param messages the lines of the blocks
 * @param unexplained the first lines of blocks that no text follows
 */
record ErrorsPage(List<Template> messages, List<String> unexplained) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```text\\n(.*?)^```\\n(.*?)(?=^```text\\n|^#|\\z)");

    /** Tables that the code itself writes; other tests hold them in step with it. */
    private static final Pattern GENERATED =
            Pattern.compile("(?s)<!-- (settings|meters|other-meters) -->(.*?)<!-- /\\1 -->");

    static ErrorsPage parse(String markdown) {
        List<Template> messages = new ArrayList<>();
        List<String> unexplained = new ArrayList<>();
        Matcher block = BLOCK.matcher(markdown);
        while (block.find()) {
            List<String> lines = block.group(1).lines().map(String::strip).toList();
            lines.forEach(line -> messages.add(Template.of("docs/errors.md", line)));
            if (block.group(2).isBlank()) {
                unexplained.add(lines.get(0));
            }
        }
        return new ErrorsPage(messages, unexplained);
    }

    /**
     * The texts of the code that are messages and that the page lacks. A text that stands in README's generated tables is described there.
     *
     * @param readme README's text
     */
    Set<String> missing(List<Template> code, String readme) {
        List<String> known =
                new ArrayList<>(messages.stream().map(Template::text).toList());
        Matcher tables = GENERATED.matcher(readme);
        while (tables.find()) {
            tables.group(2).lines().forEach(known::add);
        }
        Set<String> missing = new LinkedHashSet<>();
        for (Template text : code) {
            if (text.isProse() && known.stream().noneMatch(text::isIn)) {
                missing.add(text.toString());
            }
        }
        return missing;
    }

    /**
     * The page's lines that the code does not make. A line may join several texts of the code, as a message does; every word of it is one of
     * theirs, and one of them is a sentence that stands in it whole.
     */
    Set<String> stale(List<Template> code) {
        List<String> pieces =
                code.stream().flatMap(text -> text.pieces().stream()).distinct().toList();
        List<Template> sentences = code.stream().filter(Template::isProse).toList();
        Set<String> stale = new LinkedHashSet<>();
        for (Template message : messages) {
            String unknown = String.join(
                    " ",
                    message.pieces().stream()
                            .map(piece -> uncovered(piece, pieces))
                            .filter(words -> !words.isBlank())
                            .toList());
            if (!unknown.isEmpty()) {
                stale.add("no text of the code has '" + unknown + "': " + message.text());
            } else if (message.isProse() && sentences.stream().noneMatch(text -> text.isIn(message.text()))) {
                stale.add("no text of the code makes: " + message.text());
            }
        }
        return stale;
    }

    /** What remains of a text without all that the pieces cover. */
    private static String uncovered(String text, List<String> pieces) {
        StringBuilder rest = new StringBuilder(text);
        for (String piece : pieces) {
            for (int at = Template.indexOf(text, piece, 0); at >= 0; at = Template.indexOf(text, piece, at + 1)) {
                rest.replace(at, at + piece.length(), " ".repeat(piece.length()));
            }
        }
        return rest.toString().replaceAll("[^\\p{L}\\d]+", " ").strip();
    }
}
