/**
 * Schema id to Avro schema, and Prediction schema to id, over the schema registry: framing, caching, retry. Any thread.
 *
 * <p>An answer that a record is to blame for (an id that the registry does not know, a schema that is not Avro) is a
 * {@link io.streamscorer.failure.RecordException}; an answer that the surroundings are to blame for is tried again and ends as an
 * {@link io.streamscorer.failure.UnavailableException}, so that a registry that is away never sends the stream to the dead letters.
 * No exception and no log line holds credentials.
 */
@NullMarked
package io.streamscorer.registry;

import org.jspecify.annotations.NullMarked;
