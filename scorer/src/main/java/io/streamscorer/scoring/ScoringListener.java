package io.streamscorer.scoring;

/** Told what scoring does, once a chunk, for metrics and readiness. Implementations are thread-safe and quick. */
public interface ScoringListener {
    /** Does nothing. */
    ScoringListener NONE = new ScoringListener() {};

    /**
     * A batch is done.
     *
     * @param events how many events it had
     * @param predictions how many of them have a prediction
     * @param decodingNanos how long decoding took, in nanoseconds
     * @param scoringNanos how long the model and writing the predictions took, in nanoseconds
     * @param oldestTimestamp the smallest timestamp of its events that is not negative, in milliseconds since 1970-01-01 UTC; or
     *     {@link Long#MAX_VALUE} when it has none
     * @param appendTime whether that timestamp is the broker's
     */
    default void batchDone(
            int events,
            int predictions,
            long decodingNanos,
            long scoringNanos,
            long oldestTimestamp,
            boolean appendTime) {}

    /**
     * Values were missing in a batch's events, and what the package says took their place. Not called where none was missing.
     *
     * @param counts how many, for each feature in the order of the tensors and of their features; valid during the call
     */
    default void valuesMissing(int[] counts) {}

    /** The engine failed on a batch, a part of one, or a single row, whatever becomes of it. */
    default void modelFailed() {}

    /**
     * The model failed on rows and on one that it had scored before; it is tried again after a wait.
     *
     * @param reason what the engine said
     */
    default void modelUnavailable(String reason) {}

    /** The model works again. */
    default void modelAvailable() {}
}
