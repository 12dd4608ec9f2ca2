/**
 * A child process that never outlives this one: a command line in, a process with its log file out. Imports nothing of the project. Any
 * thread.
 */
@NullMarked
package io.streamscorer.sandbox.process;

import org.jspecify.annotations.NullMarked;
