/**
 * What is measured: a workload's name to its model package, its event schema and its events, the same ones in each run. Immutable; any
 * thread.
 */
@NullMarked
package io.streamscorer.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
