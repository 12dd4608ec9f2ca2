package io.streamscorer.files;

import io.streamscorer.failure.RecordFailure;

/** Told how far a file's scoring is. Called by the scoring thread. */
public interface ScoringProgress {
    /**
     * A batch is done.
     *
     * @param events how many events were read so far
     * @param bytesRead how many of the file's bytes they took
     */
    void advanced(long events, long bytesRead);

    /**
     * An event could not be scored.
     *
     * @param place the file and the line or index
     * @param failure why
     */
    void failed(String place, RecordFailure failure);
}
