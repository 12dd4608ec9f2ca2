package io.streamscorer.registry;

/** Thrown where what the registry holds cannot be read as an Avro schema. */
final class UnreadableSchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableSchemaException(String message) {
        super(message, null, false, false);
    }
}
