package io.streamscorer.replay;

import java.util.Map;
import java.util.Map.Entry;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A set of offsets, held as ranges; as text {@code 0-41,50-50}, first and last of each. Not thread-safe. */
final class OffsetRanges {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    /** From each range's first offset to its last; neither overlapping nor adjacent. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static OffsetRanges parse(String text) {
        OffsetRanges parsed = new OffsetRanges();
        for (String range : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            Matcher matcher = RANGE.matcher(range);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + range + "' is no range of offsets");
            }
            parsed.add(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
        }
        return parsed;
    }

    /**
     * Adds all offsets from the first to the last.
     *
     * @throws IllegalArgumentException if the last is before the first
     */
    void add(long first, long last) {
        if (last < first) {
            throw new IllegalArgumentException("A range cannot end at " + last + " before it begins at " + first);
        }
        long from = first;
        long to = last;
        Entry<Long, Long> near = ranges.floorEntry(last + 1);
        while (near != null && near.getValue() >= from - 1) {
            from = Math.min(from, near.getKey());
            to = Math.max(to, near.getValue());
            ranges.remove(near.getKey());
            near = ranges.floorEntry(last + 1);
        }
        ranges.put(from, to);
    }

    boolean contains(long offset) {
        Entry<Long, Long> range = ranges.floorEntry(offset);
        return range != null && range.getValue() >= offset;
    }

    /** The offset after the last; 0 for none. */
    long end() {
        return ranges.isEmpty() ? 0 : ranges.lastEntry().getValue() + 1;
    }

    /** How many ranges there are. */
    int size() {
        return ranges.size();
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",");
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            text.add(range.getKey() + "-" + range.getValue());
        }
        return text.toString();
    }
}
