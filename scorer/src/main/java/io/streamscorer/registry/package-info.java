/**
 * Schema id to Avro schema, and Prediction schema to id, over the schema registry: framing, caching, retry. Any thread.
 */
@NullMarked
package io.streamscorer.registry;

import org.jspecify.annotations.NullMarked;
