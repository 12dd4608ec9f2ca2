package io.streamscorer.replay;

/** Thrown for a record of the dead-letter topic whose headers do not say which event it holds: it was not written by this program. */
final class UnreadableLetterException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is missing or wrong
     */
    UnreadableLetterException(String message) {
        super(message, null, false, false);
    }
}
