package io.streamscorer.failure;

/** What lies behind a failure. */
public final class Causes {
    private Causes() {}

    /** The innermost cause; the failure itself where it has none. */
    public static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
