package io.streamscorer.failure;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where the surroundings fail: the registry or the broker is away, the model fails on everything. No record is to blame, so
 * none becomes a dead letter: who catches this tries again, and stops the process when that does not help.
 */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line for a person: what is away, since when or how often it was tried, what to look at
     * @param cause what the client or engine said
     */
    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
