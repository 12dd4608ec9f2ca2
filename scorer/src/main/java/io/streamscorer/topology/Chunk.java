package io.streamscorer.topology;

import io.streamscorer.scoring.EventScorer;
import io.streamscorer.scoring.GradualScoring;
import io.streamscorer.scoring.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of one poll that are scored together, when the first of them is processed. Filled by the interceptor, then used by the stream thread
 * that polled; one thread in both cases.
 */
final class Chunk {
    private final List<PolledEvent> events;
    private @Nullable GradualScoring scoring;

    Chunk(int capacity) {
        this.events = new ArrayList<>(capacity);
    }

    int size() {
        return events.size();
    }

    /** Adds an event as its last row. */
    void add(PolledEvent event) {
        events.add(event);
    }

    /** The event of a row. */
    PolledEvent event(int row) {
        return events.get(row);
    }

    /**
     * What became of the event of this row. The first call scores the chunk, or, where the model fails on it, a part.
     *
     * @param scorer this thread's scorer
     * @throws io.streamscorer.failure.UnavailableException if registry or model stayed away; a later call tries again
     */
    Outcome outcome(int row, EventScorer scorer) {
        GradualScoring begun = scoring;
        if (begun == null) {
            begun = new GradualScoring(events);
            scoring = begun;
        }
        return begun.outcome(row, scorer);
    }

    /** Whether the model failed on events of it that were scored together, so that each may cost calls of its own. */
    boolean isDivided() {
        GradualScoring begun = scoring;
        return begun != null && begun.isDivided();
    }
}
