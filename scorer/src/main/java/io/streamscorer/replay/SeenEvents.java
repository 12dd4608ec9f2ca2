package io.streamscorer.replay;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * A set of events, so that a second letter of the same event is known: under {@code at_least_once} a crash leaves such letters, and a reset
 * of the application too. Not thread-safe.
 *
 * <p>Letters stand in the order of their events, but for what is answered again. So a partition's offsets and timestamps go into two arrays that
 * ascend, 16 bytes for each event, and only what comes late into a set. The timestamp belongs to an event's name because a topic that was
 * deleted and made again has the same offsets for other events.
 */
final class SeenEvents {
    private record Place(long offset, long timestamp) {}

    private static final class OfPartition {
        private long[] offsets = new long[64];
        private long[] timestamps = new long[64];
        private int size;
        private final Set<Place> late = new HashSet<>();

        boolean contains(long offset, long timestamp) {
            int found = Arrays.binarySearch(offsets, 0, size, offset);
            return (found >= 0 && timestamps[found] == timestamp) || late.contains(new Place(offset, timestamp));
        }

        boolean add(long offset, long timestamp) {
            if (size > 0 && offset <= offsets[size - 1]) {
                return !contains(offset, timestamp) && late.add(new Place(offset, timestamp));
            }
            if (size == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * size);
                timestamps = Arrays.copyOf(timestamps, 2 * size);
            }
            offsets[size] = offset;
            timestamps[size++] = timestamp;
            return true;
        }
    }

    private final Map<TopicPartition, OfPartition> partitions = new HashMap<>();

    /** Adds an event; says whether it is new. */
    boolean add(BuriedEvent event) {
        return partitions
                .computeIfAbsent(partition(event), name -> new OfPartition())
                .add(event.offset(), event.timestamp());
    }

    boolean contains(BuriedEvent event) {
        OfPartition events = partitions.get(partition(event));
        return events != null && events.contains(event.offset(), event.timestamp());
    }

    private static TopicPartition partition(BuriedEvent event) {
        return new TopicPartition(event.series().topic(), event.partition());
    }
}
