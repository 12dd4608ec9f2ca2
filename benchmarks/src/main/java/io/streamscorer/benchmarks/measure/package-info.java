/**
 * The measurements: a stage and a workload in, samples out. What is measured and how stands at each class. The main thread measures; a
 * generator and a reader have threads of their own.
 */
@NullMarked
package io.streamscorer.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
