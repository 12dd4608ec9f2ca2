package io.streamscorer.cli;

import io.streamscorer.failure.Causes;
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

    /**
     * Whether its stack trace is worth showing: not for what this program names itself, nor for what Kafka made, which the clients have logged
     * with all they know.
     */
    static boolean isUnexpected(Throwable error) {
        Throwable named = named(error);
        return !(named instanceof SetupException)
                && !(named instanceof UnavailableException)
                && !(Causes.innermost(error) instanceof KafkaException);
    }

    /** One line. */
    static String line(Throwable error) {
        Throwable named = named(error);
        if (named != error || named instanceof SetupException || named instanceof UnavailableException) {
            return oneLine(String.valueOf(named.getMessage()));
        }
        Throwable root = Causes.innermost(error);
        String name = root.getClass().getSimpleName();
        String what = root.getMessage() == null ? name : name + ": " + oneLine(root.getMessage());
        // Kafka Streams says the topic and the task, the root only what was wrong.
        return error instanceof StreamsException && root != error && error.getMessage() != null
                ? what + " (" + firstLine(error.getMessage()) + ")"
                : what;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").replaceFirst("\\s*(due to)?:?\\s*$", "");
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
