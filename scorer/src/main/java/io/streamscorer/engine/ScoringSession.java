package io.streamscorer.engine;

import io.streamscorer.features.FeatureBatch;
import java.util.List;

/** One thread's use of a loaded model. Not thread-safe. Closing it frees its native memory, not the model. */
public interface ScoringSession extends AutoCloseable {
    /**
     * Scores the batch's rows from 0 to {@code rows}.
     *
     * @param batch the features, as the model's {@link LoadedModel#inputs()} ask for them
     * @param rows how many rows to score, at least 1
     * @return the outputs, each with {@code rows} rows, in the order of {@link LoadedModel#outputNames()}; valid until the next call
     * @throws ScoringException if the engine fails on this batch or gives another number of rows
     */
    List<OutputTensor> score(FeatureBatch batch, int rows) throws ScoringException;

    @Override
    void close();
}
