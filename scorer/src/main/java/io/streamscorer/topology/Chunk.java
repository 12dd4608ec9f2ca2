package io.streamscorer.topology;

import io.streamscorer.scoring.EventScorer;
import io.streamscorer.scoring.Outcome;
import io.streamscorer.scoring.RawEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of one poll that are scored together: when the first of them is processed, or before. Filled by the interceptor, on the stream
 * thread that then processes the events; once filled, it may be scored by any thread.
 */
final class Chunk {
    private static final Logger LOG = LoggerFactory.getLogger(Chunk.class);

    private final List<RawEvent> events;
    private volatile Outcome @Nullable [] outcomes;

    Chunk(int capacity) {
        this.events = new ArrayList<>(capacity);
    }

    int size() {
        return events.size();
    }

    /** Adds an event and returns its row. */
    int add(RawEvent event) {
        events.add(event);
        return events.size() - 1;
    }

    /**
     * What became of the event of this row. The first call scores the chunk.
     *
     * @param scorer gives this thread's scorer
     * @throws io.streamscorer.failure.UnavailableException if registry or model stayed away; a later call tries again
     */
    Outcome outcome(int row, Supplier<EventScorer> scorer) {
        Outcome @Nullable [] all = outcomes;
        if (all == null) {
            all = score(scorer);
        }
        return all[row];
    }

    /** Scores the chunk, unless that was done before. What fails is left to {@link #outcome}, which tries again and says why. */
    void scoreAhead(Supplier<EventScorer> scorer) {
        try {
            score(scorer);
        } catch (RuntimeException e) {
            LOG.debug("Scoring ahead failed; the stream thread will try again", e);
        }
    }

    /** Scores the chunk once; who comes while it is scored waits. */
    private synchronized Outcome[] score(Supplier<EventScorer> scorer) {
        Outcome @Nullable [] all = outcomes;
        if (all == null) {
            all = scorer.get().score(events);
            outcomes = all;
        }
        return all;
    }
}
