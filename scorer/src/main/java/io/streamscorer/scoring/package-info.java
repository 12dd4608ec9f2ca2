/**
 * A list of raw events to a list of outcomes of the same length and order, each a prediction or a failure. Knows nothing of
 * Kafka Streams: a topic, a request and a file go through the same code. A scorer belongs to one thread.
 */
@NullMarked
package io.streamscorer.scoring;

import org.jspecify.annotations.NullMarked;
