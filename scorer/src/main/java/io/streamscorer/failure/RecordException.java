package io.streamscorer.failure;

/**
 * Thrown where one record cannot be scored. It ends as a dead letter, never as a stop. It has no stack trace, so that a flood of bad
 * records costs little more than a flood of good ones.
 */
public final class RecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient RecordFailure failure;

    public RecordException(FailureCategory category, String message) {
        this(new RecordFailure(category, message));
    }

    public RecordException(RecordFailure failure) {
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    /** What is wrong with the record. */
    public RecordFailure failure() {
        return failure;
    }
}
