package io.streamscorer.failure;

import java.util.regex.Pattern;

/** Messages of libraries, which may span lines, as one line that a sentence can go on from. */
public final class Lines {
    private static final Pattern BREAKS = Pattern.compile("\\s*\\R\\s*");
    private static final Pattern FULL_STOP = Pattern.compile("(?<!\\.)\\.$");
    private static final int MAX_LENGTH = 1_000;

    private Lines() {}

    /** What the innermost cause says, with the exception's own name where it says nothing. */
    public static String of(Throwable failure) {
        Throwable cause = Causes.innermost(failure);
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return cause.getClass().getSimpleName();
        }
        // java.nio's exceptions hold nothing but the path.
        return of(
                cause instanceof java.nio.file.FileSystemException
                        ? cause.getClass().getSimpleName() + ": " + message
                        : message);
    }

    /** The message without line breaks, its last full stop, and what is beyond a length that no person reads. */
    public static String of(String message) {
        String line = FULL_STOP
                .matcher(BREAKS.matcher(message.strip()).replaceAll(" "))
                .replaceFirst("");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}
