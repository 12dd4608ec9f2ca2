package io.streamscorer.cli;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.StreamsException;

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

    /** Whether Kafka made it: the clients have logged it with all they know, and its stack trace tells a person nothing. */
    static boolean isKafkas(Throwable error) {
        return root(error) instanceof KafkaException;
    }

    /** One line. */
    static String line(Throwable error) {
        Throwable named = named(error);
        if (named != error || named instanceof SetupException || named instanceof UnavailableException) {
            return oneLine(String.valueOf(named.getMessage()));
        }
        Throwable root = root(error);
        String name = root.getClass().getSimpleName();
        String what = root.getMessage() == null ? name : name + ": " + oneLine(root.getMessage());
        // Kafka Streams says the topic and the task, the root only what was wrong.
        return error instanceof StreamsException && root != error && error.getMessage() != null
                ? what + " (" + firstLine(error.getMessage()) + ")"
                : what;
    }

    private static Throwable root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").replaceFirst("\\s*(due to)?:?\\s*$", "");
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
