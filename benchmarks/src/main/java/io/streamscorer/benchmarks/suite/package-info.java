/**
 * The sections of a run: a plan and a stage in; out of it each section's result, its table on the terminal, and the page's part about it. The
 * main thread.
 */
@NullMarked
package io.streamscorer.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
