/**
 * Dead letters to the events that they were, back on the input topic: each at most once, in the order of its partition, in transactions that
 * also record what was put back. One thread.
 */
@NullMarked
package io.streamscorer.replay;

import org.jspecify.annotations.NullMarked;
