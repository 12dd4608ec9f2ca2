package io.streamscorer.scoring;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.RecordFailure;
import io.streamscorer.features.DecodePlan;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.prediction.PredictionEncoder;
import io.streamscorer.registry.WireFormat;
import io.streamscorer.registry.WireFormat.Framed;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Scores raw events: decodes them into a feature batch, runs the model over it, encodes the predictions. What cannot be scored becomes
 * a failure, and the others of its batch are scored. Scoring has no effect outside, so the same events may be scored again. Not
 * thread-safe; closing it frees the session's native memory.
 */
public final class EventScorer implements AutoCloseable {
    private final DecodePlans plans;
    private final BatchIsolation model;
    private final PredictionEncoder encoder;
    private final FeatureBatch batch;
    private final int[] eventOfRow;
    private final int[] schemaIds;
    private final ScoringListener listener;
    private final LongSupplier clock;
    private int predictions;
    private @Nullable DecodePlan lastPlan;
    private int lastSchemaId;

    /**
     * Makes a scorer for one thread.
     *
     * @param plans the decode plans, shared by threads
     * @param model the model's session, which this scorer closes
     * @param encoder writes the predictions
     * @param batch the room for features; its capacity bounds how many events are scored at once
     * @param listener told what is done
     * @param clock the time in milliseconds since 1970-01-01 UTC
     */
    public EventScorer(
            DecodePlans plans,
            BatchIsolation model,
            PredictionEncoder encoder,
            FeatureBatch batch,
            ScoringListener listener,
            LongSupplier clock) {
        this.plans = plans;
        this.model = model;
        this.encoder = encoder;
        this.batch = batch;
        this.eventOfRow = new int[batch.capacity()];
        this.schemaIds = new int[batch.capacity()];
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Scores events.
     *
     * @param events any number of events
     * @return their outcomes, in the same order
     * @throws io.streamscorer.failure.UnavailableException if the registry or the model stayed away for as long as they are retried
     */
    public Outcome[] score(List<? extends RawEvent> events) {
        Outcome[] outcomes = new Outcome[events.size()];
        for (int from = 0; from < outcomes.length; from += batch.capacity()) {
            score(events, from, Math.min(outcomes.length, from + batch.capacity()), outcomes);
        }
        requireComplete(outcomes);
        return outcomes;
    }

    /** Scores the events from {@code from} to {@code to}, at most a batch, and finds those that the model fails on. */
    void score(List<? extends RawEvent> events, int from, int to, @Nullable Outcome[] outcomes) {
        boolean unused = scoreSlice(events, from, to, outcomes, (rows, sink) -> {
            model.score(batch, rows, sink);
            return true;
        });
    }

    /**
     * Scores the events from {@code from} to {@code to}, at most a batch, if the model takes them together.
     *
     * @return whether it did; if not, no outcome was set
     */
    boolean scoreTogether(List<? extends RawEvent> events, int from, int to, @Nullable Outcome[] outcomes) {
        return scoreSlice(events, from, to, outcomes, (rows, sink) -> model.scoreTogether(batch, rows, sink));
    }

    /** Whether there is an event that the model is known to score, by which to tell a bad event from a model that fails on all. */
    boolean canJudge() {
        return model.hasWitness();
    }

    /** A way to run the model over the first rows of the batch; says whether the model took them. */
    private interface Run {
        boolean over(int rows, BatchIsolation.RowSink sink);
    }

    private boolean scoreSlice(
            List<? extends RawEvent> events, int from, int to, @Nullable Outcome[] outcomes, Run run) {
        long start = System.nanoTime();
        int rows = 0;
        long oldest = Long.MAX_VALUE;
        int oldestEvent = from;
        beginSlice();
        for (int i = from; i < to; i++) {
            int schemaId = -1;
            try {
                RawEvent event = events.get(i);
                if (event.timestamp() >= 0 && event.timestamp() < oldest) {
                    oldest = event.timestamp();
                    oldestEvent = i;
                }
                Framed framed = WireFormat.locate(event.value(), event.schemaIdHeader());
                schemaId = framed.schemaId();
                decode(event, framed, rows);
                schemaIds[rows] = schemaId;
                eventOfRow[rows] = i;
                rows++;
            } catch (RecordException e) {
                outcomes[i] = new Outcome.Failed(e.failure(), schemaId);
            }
        }
        long decoded = System.nanoTime();
        if (rows > 0) {
            long scoredAt = clock.getAsLong();
            boolean taken = run.over(rows, new BatchIsolation.RowSink() {
                @Override
                public void outputs(List<OutputTensor> outputs) {
                    encoder.begin(outputs, scoredAt);
                }

                @Override
                public void scored(int outputRow, int row) {
                    outcomes[eventOfRow[row]] = encode(events.get(eventOfRow[row]), outputRow, row);
                }

                @Override
                public void rejected(ScoringException reason, int row) {
                    outcomes[eventOfRow[row]] = failed(
                            row,
                            new RecordFailure(
                                    FailureCategory.MODEL_REJECTED,
                                    "The model scores other events but fails on this one: " + reason.getMessage()));
                }
            });
            if (!taken) {
                Arrays.fill(outcomes, from, to, null);
                return false;
            }
        }
        long done = System.nanoTime();
        encoder.handOverScores();
        int[] missing = batch.takeMissing();
        if (missing != null) {
            listener.valuesMissing(missing);
        }
        listener.batchDone(
                to - from,
                predictions,
                decoded - start,
                done - decoded,
                oldest,
                events.get(oldestEvent).hasAppendTime());
        return true;
    }

    /** Forgets what a slice counted that was given up. */
    private void beginSlice() {
        predictions = 0;
        encoder.clearScores();
        batch.takeMissing();
    }

    private void decode(RawEvent event, Framed framed, int row) throws RecordException {
        byte[] value = event.value();
        if (value == null) {
            throw new IllegalStateException("The wire format accepted an event without bytes");
        }
        plan(framed.schemaId()).decode(value, framed.payloadOffset(), value.length, batch, row);
    }

    /** The plan of a schema; that of the last event is at hand, since a topic has few schemas. */
    private DecodePlan plan(int schemaId) throws RecordException {
        DecodePlan plan = lastPlan;
        if (plan == null || schemaId != lastSchemaId) {
            plan = plans.plan(schemaId);
            lastPlan = plan;
            lastSchemaId = schemaId;
        }
        return plan;
    }

    private Outcome encode(RawEvent event, int outputRow, int row) {
        try {
            int schemaId = schemaIds[row];
            byte[] prediction = encoder.encode(outputRow, batch.copied(), row, event, schemaId);
            predictions++;
            return new Outcome.Scored(prediction, schemaId);
        } catch (RecordException e) {
            return failed(row, e.failure());
        }
    }

    private Outcome failed(int row, RecordFailure failure) {
        return new Outcome.Failed(failure, schemaIds[row]);
    }

    private static void requireComplete(Outcome[] outcomes) {
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                throw new IllegalStateException(
                        "Event " + i + " of " + outcomes.length + " was left without an outcome");
            }
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
