package io.streamscorer.topology;

/**
 * What the topics of answers take.
 *
 * @param predictions the output topic
 * @param deadLetters the dead-letter topic
 */
public record AnswerLimits(TopicLimits predictions, TopicLimits deadLetters) {}
