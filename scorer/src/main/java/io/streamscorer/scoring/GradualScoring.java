package io.streamscorer.scoring;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of events that are scored together when the first is asked for. If the model fails on them, they are scored in halves, each
 * when an event of it is asked for. One thread.
 */
public final class GradualScoring {
    /*
     * Looking for the bad events of a batch at once can take four calls of the model for each event. Whoever asks may have a transaction open,
     * which the brokers end when that takes too long; all would then be scored again, and again. So each question costs at most a call
     * for the whole, one for its half, and so on down to the event itself: about two batches' time, and whoever asks can commit in between.
     *
     * The ranges are those of a tree: 1 is all events, the halves of i are 2i and 2i + 1.
     */
    private final List<? extends RawEvent> events;
    private final @Nullable Outcome[] outcomes;
    private final BitSet failed = new BitSet();

    /** Takes the events, as many as a batch of the scorer holds at most. */
    public GradualScoring(List<? extends RawEvent> events) {
        this.events = events;
        this.outcomes = new Outcome[events.size()];
    }

    /**
     * What became of an event.
     *
     * @throws io.streamscorer.failure.UnavailableException if registry or model stayed away; a later call tries again
     */
    public Outcome outcome(int row, EventScorer scorer) {
        int node = 1;
        int from = 0;
        int to = events.size();
        while (true) {
            Outcome known = outcomes[row];
            if (known != null) {
                return known;
            }
            if (!failed.get(node)) {
                failed.set(node, !scored(from, to, scorer));
            } else {
                int middle = (from + to) >>> 1;
                boolean left = row < middle;
                node = left ? 2 * node : 2 * node + 1;
                from = left ? from : middle;
                to = left ? middle : to;
            }
        }
    }

    /** Whether the model failed on events that were scored together, so that each may cost calls of its own. */
    public boolean isDivided() {
        return !failed.isEmpty();
    }

    private boolean scored(int from, int to, EventScorer scorer) {
        if (to - from > 1 && scorer.scoreTogether(events, from, to, outcomes)) {
            return true;
        }
        if (to - from == 1 || !scorer.canJudge()) {
            scorer.score(events, from, to, outcomes);
            return true;
        }
        return false;
    }
}
