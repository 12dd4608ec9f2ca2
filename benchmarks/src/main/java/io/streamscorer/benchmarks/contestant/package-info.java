/**
 * The programs that are held against each other, each in a process of its own: a settings file in, records from one topic to another.
 * The main thread starts and stops, stream threads work.
 */
@NullMarked
package io.streamscorer.benchmarks.contestant;

import org.jspecify.annotations.NullMarked;
