/**
 * The outputs of one row to the bytes of a Prediction. An encoder belongs to one thread.
 */
@NullMarked
package io.streamscorer.prediction;

import org.jspecify.annotations.NullMarked;
