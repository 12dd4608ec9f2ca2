/**
 * A file of events to a file of predictions, in the same order, through the same scorer as a topic. Memory does not grow with the files. One
 * thread.
 */
@NullMarked
package io.streamscorer.files;

import org.jspecify.annotations.NullMarked;
