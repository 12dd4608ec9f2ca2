package io.streamscorer.registry;

import java.time.Duration;

/** Told when the registry does not answer and when it does, for readiness and metrics. Implementations are thread-safe and quick. */
public interface RegistryListener {
    /** Does nothing. */
    RegistryListener NONE = new RegistryListener() {};

    /** How one request ended. */
    enum CallOutcome {
        /** With what was asked for. */
        ANSWERED,
        /** With an error that is an answer, such as that there is no such schema. */
        REFUSED,
        /** Without an answer. */
        FAILED
    }

    /**
     * One request was made, the first one or one more.
     *
     * @param took the time of this request alone
     */
    default void called(CallOutcome outcome, Duration took) {}

    /**
     * There was no answer, and the question will be asked again after a pause.
     *
     * @param reason one line, without credentials
     */
    default void unanswered(String reason) {}

    /**
     * There was an answer, be it that there is no such schema.
     *
     * @param waited the time since the question was first asked
     */
    default void answered(Duration waited) {}
}
