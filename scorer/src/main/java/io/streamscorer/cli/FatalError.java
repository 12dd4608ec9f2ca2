package io.streamscorer.cli;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;

/** Finds, in what a thread died of, the words for a person. */
final class FatalError {
    private FatalError() {}

    /** The innermost cause that this program made itself, or else the error as it is. */
    static Throwable named(Throwable error) {
        Throwable found = error;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SetupException || cause instanceof UnavailableException) {
                found = cause;
            }
        }
        return found;
    }

    /** One line. */
    static String line(Throwable error) {
        Throwable named = named(error);
        if (named != error || named instanceof SetupException || named instanceof UnavailableException) {
            return oneLine(String.valueOf(named.getMessage()));
        }
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return oneLine(root.getClass().getSimpleName() + ": " + root.getMessage());
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
