package io.streamscorer.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a value stands in an event: names of fields and keys of maps from the outside in, written with dots, for example
 * {@code card.issuer.country}. A key that holds a dot, a bracket, a quote, a backslash or white space, or that is empty, is written between
 * brackets and quotes: {@code attributes["my.key"].count}. Within the quotes {@code \"}, {@code \\} and JSON's other escapes are known.
 *
 * @param names the names, at least one: those of fields as the reader schema spells them
 */
public record FieldPath(List<String> names) {
    public FieldPath {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("A field path needs at least one name");
        }
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static FieldPath parse(String text) {
        return new FieldPath(new Parser(text).names());
    }

    @Override
    public String toString() {
        String text = "";
        for (String name : names) {
            text = join(text, name);
        }
        return text;
    }

    /** The written form of a path that goes on with another name; the path before it may be empty. */
    static String join(String path, String name) {
        if (!isPlain(name)) {
            return path + "[\"" + escaped(name) + "\"]";
        }
        return path.isEmpty() ? name : path + "." + name;
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty() && name.chars().allMatch(FieldPath::isPlain);
    }

    private static boolean isPlain(int character) {
        return ".[]\"\\".indexOf(character) < 0
                && !Character.isWhitespace(character)
                && !Character.isISOControl(character);
    }

    private static String escaped(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            if (character == '"' || character == '\\') {
                text.append('\\').append(character);
            } else if (Character.isISOControl(character)) {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            } else {
                text.append(character);
            }
        }
        return text.toString();
    }

    private static final class Parser {
        private final List<String> names = new ArrayList<>();
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        List<String> names() {
            while (at < text.length() || names.isEmpty()) {
                if (text.startsWith("[\"", at)) {
                    at += 2;
                    names.add(quoted());
                } else {
                    if (!names.isEmpty()) {
                        require(text.charAt(at) == '.');
                        at++;
                    }
                    names.add(plain());
                }
            }
            return names;
        }

        private String plain() {
            int start = at;
            while (at < text.length() && isPlain(text.charAt(at))) {
                at++;
            }
            require(at > start);
            return text.substring(start, at);
        }

        private String quoted() {
            StringBuilder name = new StringBuilder();
            while (true) {
                require(at < text.length());
                char character = text.charAt(at++);
                if (character == '"') {
                    require(at < text.length() && text.charAt(at) == ']');
                    at++;
                    return name.toString();
                }
                name.append(character == '\\' ? escape() : character);
            }
        }

        private char escape() {
            require(at < text.length());
            char character = text.charAt(at++);
            return switch (character) {
                case '"', '\\', '/' -> character;
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> {
                    require(at + 4 <= text.length()
                            && text.substring(at, at + 4).chars().allMatch(digit -> Character.digit(digit, 16) >= 0));
                    at += 4;
                    yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
                }
                default -> throw unreadable();
            };
        }

        private void require(boolean condition) {
            if (!condition) {
                throw unreadable();
            }
        }

        private IllegalArgumentException unreadable() {
            boolean odd = text.chars().anyMatch(character -> character != '.' && !isPlain(character));
            return new IllegalArgumentException("A field path needs names joined by single dots, not '" + text + "'"
                    + (odd ? "; a key with odd characters is written as in attributes[\"my.key\"]" : ""));
        }
    }
}
