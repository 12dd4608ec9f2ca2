/**
 * The commands, which alone wire the stages together. The main thread.
 */
@NullMarked
package io.streamscorer.cli;

import org.jspecify.annotations.NullMarked;
