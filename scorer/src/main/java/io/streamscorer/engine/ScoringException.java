package io.streamscorer.engine;

import org.jspecify.annotations.Nullable;

/** Thrown when the engine fails on a batch. One row of it may be to blame, or the engine: who catches this finds out which. */
public final class ScoringException extends Exception {
    private static final long serialVersionUID = 1L;

    public ScoringException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
