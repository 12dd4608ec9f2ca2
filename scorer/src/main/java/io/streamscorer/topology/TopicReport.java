package io.streamscorer.topology;

import java.util.List;

/**
 * What the brokers say of the topics.
 *
 * @param problems each one line; empty when all fits
 * @param notes what was found or made, for people
 * @param inputPartitions the input topic's partition count; 0 when it cannot be seen
 * @param complete whether output and dead-letter topics are there
 * @param limits the records that topics and producer take; meaningless when there are problems
 */
public record TopicReport(
        List<String> problems, List<String> notes, int inputPartitions, boolean complete, AnswerLimits limits) {
    public TopicReport {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }
}
