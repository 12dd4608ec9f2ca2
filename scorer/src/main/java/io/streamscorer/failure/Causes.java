package io.streamscorer.failure;

import java.util.function.Predicate;

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

    /** Whether the failure or one of its causes is such a one. */
    public static boolean any(Throwable failure, Predicate<Throwable> condition) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (condition.test(cause)) {
                return true;
            }
        }
        return false;
    }
}
