/**
 * The page about the benchmarks: the stored results in, {@code docs/benchmarks.md} and its charts out. Any thread.
 */
@NullMarked
package io.streamscorer.benchmarks.page;

import org.jspecify.annotations.NullMarked;
