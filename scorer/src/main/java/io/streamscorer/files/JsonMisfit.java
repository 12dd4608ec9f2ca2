package io.streamscorer.files;

/** Thrown where a JSON value is not what the schema says. It has no stack trace. */
final class JsonMisfit extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message one line for a person: where, what was expected, what is there */
    JsonMisfit(String message) {
        super(message, null, false, false);
    }
}
