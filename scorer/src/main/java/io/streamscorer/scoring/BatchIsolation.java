package io.streamscorer.scoring;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.features.FeatureBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the model over a batch and finds the rows that it fails on. Not thread-safe. */
public final class BatchIsolation implements AutoCloseable {
    /*
     * Design. A batch that the engine fails on is halved until the failing rows stand alone: 2·b·log2(n/b) + O(b) calls for b bad rows of n
     * (the classic bisection of group testing; Dorfman 1943, Hwang 1972). A row that fails alone is a suspect. When the others are done, it is
     * tried again, right after a row that the model scored before (the witness; zeros before the first success), and blamed only if
     * the witness is scored and the row fails: then the engine works and the failure was no passing one. If the witness fails too,
     * the model is at fault, not the row: the witness is tried again with growing waits, and after the time allowed the error leaves as
     * UnavailableException. No row is reported twice.
     */

    /** Receives each row's result, once, in any order of rows. */
    interface RowSink {
        /** The outputs of the rows that are given next; they are valid until the next outputs, or the end of scoring. */
        void outputs(List<OutputTensor> outputs);

        /** Row {@code row} of the batch was scored and is row {@code outputRow} of the outputs given last. */
        void scored(int outputRow, int row);

        /** The model fails on this row alone, and not on others. */
        void rejected(ScoringException reason, int row);
    }

    private final ScoringSession session;
    private final FeatureBatch part;
    private final FeatureBatch witness;
    private final List<Integer> suspects = new ArrayList<>();
    private final Retry retry;
    private final ScoringListener listener;
    private boolean witnessed;

    /**
     * Takes a session.
     *
     * @param session the model's session, closed with this
     * @param part room for the halves of a batch, with the batch's own capacity
     * @param witness room for one row
     * @param retry tries a model again that fails on everything, before the error leaves
     * @param listener told when the model fails and works again
     */
    public BatchIsolation(
            ScoringSession session, FeatureBatch part, FeatureBatch witness, Retry retry, ScoringListener listener) {
        this.session = session;
        this.part = part;
        this.witness = witness;
        this.retry = retry;
        this.listener = listener;
    }

    /**
     * Scores the rows from 0 to {@code rows} and hands each to the sink.
     *
     * @throws UnavailableException if the model fails on everything for as long as it is tried
     */
    void score(FeatureBatch batch, int rows, RowSink sink) {
        suspects.clear();
        scorePart(batch, 0, rows, batch, sink);
        for (int row : suspects) {
            judge(batch, row, sink);
        }
    }

    /**
     * Scores the rows from 0 to {@code rows} in one call and hands each to the sink.
     *
     * @return whether the model took them; if not, the sink has received nothing
     */
    boolean scoreTogether(FeatureBatch batch, int rows, RowSink sink) {
        try {
            score(batch, 0, rows, batch, sink);
            return true;
        } catch (ScoringException e) {
            return false;
        }
    }

    /** Whether there is a row that the model scored, one of zeros at least. */
    boolean hasWitness() {
        if (!witnessed) {
            witnessed = scoreWitness() == null;
        }
        return witnessed;
    }

    /** Scores rows of the batch, which are the first of {@code rows}; halves them where the model fails. */
    private void scorePart(FeatureBatch batch, int from, int to, FeatureBatch rows, RowSink sink) {
        try {
            score(batch, from, to, rows, sink);
        } catch (ScoringException e) {
            if (to - from == 1) {
                suspects.add(from);
            } else {
                int middle = (from + to) >>> 1;
                scorePart(batch, from, middle, copied(batch, from, middle), sink);
                scorePart(batch, middle, to, copied(batch, middle, to), sink);
            }
        }
    }

    private void score(FeatureBatch batch, int from, int to, FeatureBatch rows, RowSink sink) throws ScoringException {
        List<OutputTensor> outputs = run(rows, to - from);
        batch.copyRows(from, from + 1, witness);
        witnessed = true;
        sink.outputs(outputs);
        for (int row = from; row < to; row++) {
            sink.scored(row - from, row);
        }
    }

    private List<OutputTensor> run(FeatureBatch rows, int count) throws ScoringException {
        try {
            return session.score(rows, count);
        } catch (ScoringException e) {
            listener.modelFailed();
            throw e;
        }
    }

    private FeatureBatch copied(FeatureBatch batch, int from, int to) {
        batch.copyRows(from, to, part);
        return part;
    }

    /** Decides about a row that the model failed on alone, while the witness shows that the model works. */
    private void judge(FeatureBatch batch, int row, RowSink sink) {
        ScoringException witnessFailure = scoreWitness();
        if (witnessFailure != null) {
            listener.modelUnavailable(String.valueOf(witnessFailure.getMessage()));
            retry.until(() -> scoreWitness() == null, waited -> unavailable(witnessFailure, waited));
            listener.modelAvailable();
        }
        List<OutputTensor> outputs;
        try {
            outputs = run(copied(batch, row, row + 1), 1);
        } catch (ScoringException e) {
            sink.rejected(e, row);
            return;
        }
        sink.outputs(outputs);
        sink.scored(0, row);
    }

    private @Nullable ScoringException scoreWitness() {
        try {
            run(witness, 1);
            return null;
        } catch (ScoringException e) {
            return e;
        }
    }

    private static UnavailableException unavailable(ScoringException reason, Duration waited) {
        return new UnavailableException(
                "The model fails on every event, also on one that it scored before, and did so for "
                        + waited.toSeconds() + " s: " + reason.getMessage()
                        + ". No event was given up; look at the device's memory and the engine's log",
                reason);
    }

    @Override
    public void close() {
        session.close();
    }
}
