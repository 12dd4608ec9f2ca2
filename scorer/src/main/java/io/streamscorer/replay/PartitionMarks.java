package io.streamscorer.replay;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters of one partition were put back. Letters are shown to it in the order of their offsets, from the first. Not thread-safe.
 *
 * <p>A range in the marks of a series says that each letter <em>of that series</em> in it was put back; other letters may lie in
 * between, and none of these is marked by it. So a series that was put back whole is one range, whatever it is mixed with, and a filter
 * by category leaves all others to a later replay.
 */
final class PartitionMarks {
    private final Map<Series, OffsetRanges> marks;
    /** For each series, the first of the letters up to the latest that were put back without a gap; absent after a gap. */
    private final Map<Series, Long> runs = new HashMap<>();

    private final Map<Series, OffsetRanges> changed = new LinkedHashMap<>();

    /**
     * Takes what earlier replays put back.
     *
     * @param marks not copied
     */
    PartitionMarks(Map<Series, OffsetRanges> marks) {
        this.marks = marks;
    }

    boolean has(BuriedEvent event) {
        OffsetRanges ranges = marks.get(event.series());
        return ranges != null && ranges.contains(event.letter().offset());
    }

    /** The offset after the last letter that was put back; 0 where none was. */
    long end() {
        return marks.values().stream().mapToLong(OffsetRanges::end).max().orElse(0);
    }

    /** This letter was put back by an earlier replay. */
    void pass(BuriedEvent event) {
        runs.putIfAbsent(event.series(), event.letter().offset());
    }

    /** This letter is put back now. */
    void add(BuriedEvent event) {
        pass(event);
        OffsetRanges ranges = marks.computeIfAbsent(event.series(), series -> new OffsetRanges());
        Long first = runs.get(event.series());
        ranges.add(
                first == null ? event.letter().offset() : first, event.letter().offset());
        changed.put(event.series(), ranges);
    }

    /** This letter stays and can be put back later. */
    void leave(BuriedEvent event) {
        runs.remove(event.series());
    }

    /** The series whose marks have changed since the last call. */
    Map<Series, OffsetRanges> takeChanged() {
        Map<Series, OffsetRanges> taken = new LinkedHashMap<>(changed);
        changed.clear();
        return taken;
    }

    /** The marks of a series; null where none was put back. */
    @Nullable
    OffsetRanges of(Series series) {
        return marks.get(series);
    }
}
