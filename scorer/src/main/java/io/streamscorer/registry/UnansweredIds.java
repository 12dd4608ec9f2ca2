package io.streamscorer.registry;

import io.streamscorer.failure.RecordFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schema ids that the registry recently had no usable schema for, and how fast it may be asked for more of them. Any thread.
 *
 * <p>A producer that writes other bytes than Confluent's wire format can make every record name another id. So the memory is
 * bounded: at most {@value #MAX_IDS} ids, the oldest leaves first. And so is the number of questions: after a burst of {@value #BURST}
 * failures, one each {@link #SPACING}. This is the virtual-scheduling form of the generic cell rate algorithm (ITU-T I.371): {@code due}
 * is the time at which all failures so far would have been spread out evenly.
 *
 * <p>An id that is unknown now may be known soon: of a registry with several nodes one knows a new schema first. So it is asked for again after
 * {@link #FIRST}, then after twice that time, and so on up to {@link #KEPT}.
 */
final class UnansweredIds {
    static final int MAX_IDS = 1_000;
    static final int BURST = 1_000;
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration KEPT = Duration.ofSeconds(30);
    static final Duration SPACING = Duration.ofMillis(10);

    private record Remembered(RecordFailure failure, long until, long kept) {}

    private final Pauses pauses;
    private final Map<Integer, Remembered> failures = new LinkedHashMap<>();
    private long due;

    UnansweredIds(Pauses pauses) {
        this.pauses = pauses;
        this.due = pauses.nanoTime();
    }

    /** Why the id has no usable schema, or null when it was not asked for recently. */
    synchronized @Nullable RecordFailure failure(int id) {
        Remembered remembered = failures.get(id);
        return remembered == null || pauses.nanoTime() - remembered.until() >= 0 ? null : remembered.failure();
    }

    /** How long to wait before the registry is asked for another id, in nanoseconds; 0 for not at all. */
    synchronized long pauseNanos() {
        return Math.max(0, due - pauses.nanoTime() - BURST * SPACING.toNanos());
    }

    /** Remembers that the registry has no usable schema for the id. */
    synchronized void remember(int id, RecordFailure failure) {
        long now = pauses.nanoTime();
        Remembered before = failures.remove(id);
        long kept = before == null ? FIRST.toNanos() : Math.min(2 * before.kept(), KEPT.toNanos());
        failures.put(id, new Remembered(failure, now + kept, kept));
        if (failures.size() > MAX_IDS) {
            var oldest = failures.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        due = (due - now > 0 ? due : now) + SPACING.toNanos();
    }

    synchronized int size() {
        return failures.size();
    }
}
