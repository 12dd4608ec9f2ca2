package io.streamscorer.scoring;

/** Told what scoring does, once a chunk, for metrics and readiness. Implementations are thread-safe and quick. */
public interface ScoringListener {
    /** Does nothing. */
    ScoringListener NONE = new ScoringListener() {};

    /**
     * A chunk was decoded.
     *
     * @param events how many events it had
     * @param rows how many of them can be scored
     * @param nanos how long it took, in nanoseconds
     */
    default void decoded(int events, int rows, long nanos) {}

    /**
     * A chunk's rows were scored and encoded.
     *
     * @param rows how many rows
     * @param nanos how long it took, in nanoseconds
     */
    default void scored(int rows, long nanos) {}

    /**
     * The model failed on rows and on one that it had scored before; it is tried again after a wait.
     *
     * @param reason what the engine said
     */
    default void modelUnavailable(String reason) {}

    /** The model works again. */
    default void modelAvailable() {}
}
