package io.streamscorer.sandbox.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * The events of one topic and who answered them: two bits for each event and a handful of counters. Events are noted before answers.
 * Belongs to one thread.
 */
final class AnswerSheet {
    private static final int MAX_EXAMPLES = 10;

    private final String inputTopic;
    private final OffsetSet[] events;
    private final OffsetSet[] answered;
    private final Map<TopicPartition, Long> lastAnswered = new HashMap<>();
    private final SortedMap<String, Long> deadLettersByCategory = new TreeMap<>();
    private final List<String> examples = new ArrayList<>();
    private long predictions;
    private long deadLetters;
    private long duplicated;
    private long outOfOrder;
    private long misplaced;
    private long strays;
    private long unreadable;

    AnswerSheet(String inputTopic, int partitions) {
        this.inputTopic = inputTopic;
        this.events = newSets(partitions);
        this.answered = newSets(partitions);
    }

    /** Notes a record of the input topic. */
    void event(int partition, long offset) {
        events[partition].add(offset);
    }

    /** Notes a prediction for {@code source}, read from {@code place} at {@code offset}. */
    void prediction(SourceEvent source, TopicPartition place, long offset) {
        if (answer(source, place, offset)) {
            predictions++;
        }
    }

    /** Notes a dead letter for {@code source}, read from {@code place} at {@code offset}. */
    void deadLetter(SourceEvent source, String category, TopicPartition place, long offset) {
        if (answer(source, place, offset)) {
            deadLetters++;
            deadLettersByCategory.merge(category, 1L, Long::sum);
        }
    }

    /** Notes a record that does not say what it answers. */
    void unreadable(TopicPartition place, long offset, String why) {
        unreadable++;
        example(() -> String.format(Locale.ROOT, "unreadable: %s@%d %s", place, offset, why));
    }

    /** What was noted. */
    AuditReport report() {
        long count = 0;
        long missing = 0;
        for (int partition = 0; partition < events.length; partition++) {
            count += events[partition].size();
            // Every answered offset is an event's: others are strays.
            long open = events[partition].size() - answered[partition].size();
            missing += open;
            if (open > 0) {
                int place = partition;
                example(() -> String.format(
                        Locale.ROOT,
                        "missing: %d of %s-%d, the first at offset %d",
                        open,
                        inputTopic,
                        place,
                        events[place].firstMissingFrom(answered[place], 0)));
            }
        }
        return new AuditReport(
                count,
                predictions,
                deadLetters,
                deadLettersByCategory,
                missing,
                duplicated,
                outOfOrder,
                misplaced,
                strays,
                unreadable,
                examples);
    }

    private boolean answer(SourceEvent source, TopicPartition place, long offset) {
        if (!isEvent(source)) {
            strays++;
            example(() ->
                    String.format(Locale.ROOT, "stray: %s@%d answers %s, which is no event", place, offset, source));
            return false;
        }
        if (source.partition() != place.partition()) {
            misplaced++;
            example(() -> String.format(Locale.ROOT, "misplaced: %s@%d answers %s", place, offset, source));
        }
        if (!answered[source.partition()].add(source.offset())) {
            duplicated++;
            example(() -> String.format(Locale.ROOT, "duplicated: %s@%d answers %s again", place, offset, source));
        } else if (source.partition() == place.partition()) {
            checkOrder(source, place, offset);
        }
        return true;
    }

    private void checkOrder(SourceEvent source, TopicPartition place, long offset) {
        long last = lastAnswered.getOrDefault(place, -1L);
        if (source.offset() < last) {
            outOfOrder++;
            example(() -> String.format(
                    Locale.ROOT, "out of order: %s@%d answers %s after offset %d", place, offset, source, last));
        } else {
            lastAnswered.put(place, source.offset());
        }
    }

    private boolean isEvent(SourceEvent source) {
        return source.topic().equals(inputTopic)
                && source.partition() >= 0
                && source.partition() < events.length
                && events[source.partition()].contains(source.offset());
    }

    private void example(Supplier<String> text) {
        if (examples.size() < MAX_EXAMPLES) {
            examples.add(text.get());
        }
    }

    private static OffsetSet[] newSets(int count) {
        OffsetSet[] sets = new OffsetSet[count];
        for (int each = 0; each < count; each++) {
            sets[each] = new OffsetSet();
        }
        return sets;
    }
}
