/**
 * A poll to outcomes to sinks: the interceptor that groups a poll into chunks and runs, the source deserializer, the processor, the
 * dead letters. Stream threads.
 */
@NullMarked
package io.streamscorer.topology;

import org.jspecify.annotations.NullMarked;
