package io.streamscorer.replay;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.replay.ReplayReport.Group;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of the dead letters. Not thread-safe. */
final class ReplayTally {
    private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    private final Map<FailureCategory, Group> byCategory = new EnumMap<>(FailureCategory.class);
    private final Map<Integer, Group> byPartition = new TreeMap<>();

    void count(Verdict verdict) {
        verdicts.merge(verdict, 1L, Long::sum);
    }

    void putBack(BuriedEvent event) {
        Instant timestamp = Instant.ofEpochMilli(event.timestamp());
        add(byCategory, event.series().category(), timestamp);
        add(byPartition, event.partition(), timestamp);
    }

    private static <K> void add(Map<K, Group> groups, K key, Instant timestamp) {
        groups.compute(key, (same, group) -> group == null ? new Group(1, timestamp, timestamp) : group.and(timestamp));
    }

    long putBack() {
        return verdicts.getOrDefault(Verdict.PUT_BACK, 0L);
    }

    /**
     * The counts.
     *
     * @param retention how long the input topic keeps events; null for ever
     * @param now the time
     */
    ReplayReport report(boolean complete, List<String> notes, @Nullable Duration retention, Instant now) {
        List<String> all = new ArrayList<>(notes);
        if (retention != null && hasOlderThan(now.minus(retention))) {
            all.add("some events are older than the input topic keeps them (retention.ms=" + retention.toMillis()
                    + "), and brokers may delete them again at once: let 'scorer run' read them meanwhile, or raise"
                    + " retention.ms for that time");
        }
        return new ReplayReport(
                verdicts,
                Collections.unmodifiableMap(byCategory),
                Collections.unmodifiableMap(byPartition),
                complete,
                all);
    }

    private boolean hasOlderThan(Instant time) {
        return byPartition.values().stream().anyMatch(group -> group.oldest().isBefore(time));
    }
}
