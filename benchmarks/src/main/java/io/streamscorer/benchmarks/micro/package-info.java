/**
 * JMH benchmarks of the scorer's hot paths, each against what would be written without the scorer: the same workloads as end to end in,
 * nanoseconds and bytes per record out. Each benchmark's thread.
 */
@NullMarked
package io.streamscorer.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
