/**
 * What a measurement stands on: a work directory in, and out of it a broker, a schema registry and contestants as processes of their own,
 * the topics between them, and what the operating system and the JVM say of a process. Nothing outlives the harness. The main thread.
 */
@NullMarked
package io.streamscorer.benchmarks.stage;

import org.jspecify.annotations.NullMarked;
