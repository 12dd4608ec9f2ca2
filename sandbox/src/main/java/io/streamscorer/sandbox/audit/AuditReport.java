package io.streamscorer.sandbox.audit;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@link TopicAudit} counted. Immutable.
 *
 * @param events records of the input topic
 * @param predictions records of the output topic that answer an event of the input topic
 * @param deadLetters records of the dead-letter topic that answer an event of the input topic
 * @param deadLettersByCategory the same by {@code scorer.failure.category}; sums to {@code deadLetters}
 * @param missing events with neither prediction nor dead letter
 * @param duplicated answers to an event that had an answer already
 * @param outOfOrder answers that follow, in their partition, the answer to a later event; not those counted as duplicated or misplaced
 * @param misplaced answers in a partition other than their event's
 * @param strays records of the output or the dead-letter topic that answer nothing that the input topic holds
 * @param unreadable records of the output or the dead-letter topic that do not say what they answer
 * @param examples one line for each of the first few defects: what and where
 */
public record AuditReport(
        long events,
        long predictions,
        long deadLetters,
        SortedMap<String, Long> deadLettersByCategory,
        long missing,
        long duplicated,
        long outOfOrder,
        long misplaced,
        long strays,
        long unreadable,
        List<String> examples) {
    public AuditReport {
        deadLettersByCategory = Collections.unmodifiableSortedMap(new TreeMap<>(deadLettersByCategory));
        examples = List.copyOf(examples);
    }

    /** Whether each event has exactly one answer, in its own partition and in order, and there is nothing else. */
    public boolean clean() {
        return missing == 0 && duplicated == 0 && outOfOrder == 0 && misplaced == 0 && strays == 0 && unreadable == 0;
    }

    /** The counts as lines for a person, each ended by a line feed. */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(text, "events", events);
        line(text, "predictions", predictions);
        line(text, "dead letters", deadLetters);
        for (Map.Entry<String, Long> category : deadLettersByCategory.entrySet()) {
            line(text, "  " + category.getKey(), category.getValue());
        }
        line(text, "missing", missing);
        line(text, "duplicated", duplicated);
        line(text, "out of order", outOfOrder);
        line(text, "misplaced", misplaced);
        line(text, "strays", strays);
        line(text, "unreadable", unreadable);
        examples.forEach(example -> text.append("  ").append(example).append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, long count) {
        text.append(String.format(Locale.ROOT, "%-24s %,12d\n", name, count));
    }
}
