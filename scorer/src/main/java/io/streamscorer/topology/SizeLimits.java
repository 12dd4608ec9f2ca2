package io.streamscorer.topology;

/**
 * The largest records that topics and producer take. A record over them would abort the transaction again and again, so sizes are checked
 * before sending.
 *
 * @param maxPredictionBytes for a record on the output topic
 * @param maxDeadLetterBytes for a record on the dead-letter topic
 */
public record SizeLimits(long maxPredictionBytes, long maxDeadLetterBytes) {}
