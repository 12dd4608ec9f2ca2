package io.streamscorer.replay;

import io.streamscorer.failure.FailureCategory;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What became of the dead letters; of those that would be put back, when nothing is sent.
 *
 * @param verdicts how many ended how; kinds that did not occur are left out
 * @param byCategory those that were put back, by the kind of failure, in its order
 * @param byPartition those that were put back, by the events' partition, ascending
 * @param complete whether all of the topic was looked at, as far as it reached at the start
 * @param notes what a person should know, one line each
 */
public record ReplayReport(
        Map<Verdict, Long> verdicts,
        Map<FailureCategory, Group> byCategory,
        Map<Integer, Group> byPartition,
        boolean complete,
        List<String> notes) {
    /**
     * Some of the events that were put back.
     *
     * @param events how many, at least 1
     * @param oldest the least of their timestamps
     * @param newest the greatest of their timestamps
     */
    public record Group(long events, Instant oldest, Instant newest) {
        Group and(Instant timestamp) {
            return new Group(
                    events + 1,
                    timestamp.isBefore(oldest) ? timestamp : oldest,
                    timestamp.isAfter(newest) ? timestamp : newest);
        }
    }

    public ReplayReport {
        verdicts = Map.copyOf(verdicts);
        notes = List.copyOf(notes);
    }

    /** How many dead letters ended so. */
    public long count(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0L);
    }

    /** How many dead letters were looked at. */
    public long letters() {
        return verdicts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many dead letters were asked for in vain. */
    public long impossible() {
        return verdicts.entrySet().stream()
                .filter(entry -> entry.getKey().isImpossible())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
