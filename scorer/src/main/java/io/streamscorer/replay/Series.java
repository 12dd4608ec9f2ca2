package io.streamscorer.replay;

import io.streamscorer.failure.FailureCategory;

/**
 * The dead letters of one kind of failure of one topic's events: what a replay takes or leaves as a whole, unless it is bounded in time or number.
 *
 * @param topic the events' topic
 * @param category the kind of failure
 */
record Series(String topic, FailureCategory category) {}
