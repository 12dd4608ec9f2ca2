/**
 * The command {@code ./benchmarks/run}, which wires the other packages together. The main thread.
 */
@NullMarked
package io.streamscorer.benchmarks.cli;

import org.jspecify.annotations.NullMarked;
