package io.streamscorer.scoring;

/** Told what scoring does, once a chunk, for metrics and readiness. Implementations are thread-safe and quick. */
public interface ScoringListener {
    /** Does nothing. */
    ScoringListener NONE = new ScoringListener() {};

    /**
     * A batch is done.
     *
     * @param events how many events it had
     * @param rows how many of them could be decoded and went to the model
     * @param decodingNanos how long decoding took, in nanoseconds
     * @param scoringNanos how long the model and writing the predictions took, in nanoseconds
     * @param oldestTimestamp the smallest timestamp of its events that is not negative, in milliseconds since 1970-01-01 UTC; or
     *     {@link Long#MAX_VALUE} when it has none
     */
    default void batchDone(int events, int rows, long decodingNanos, long scoringNanos, long oldestTimestamp) {}

    /**
     * The model failed on rows and on one that it had scored before; it is tried again after a wait.
     *
     * @param reason what the engine said
     */
    default void modelUnavailable(String reason) {}

    /** The model works again. */
    default void modelAvailable() {}
}
