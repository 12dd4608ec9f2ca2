/**
 * A model's file and a feature batch to output tensors: the file's own signature, the engine that runs it, the device. The only package that knows
 * DJL. A loaded model is shared; a scoring session belongs to one thread.
 */
@NullMarked
package io.streamscorer.engine;

import org.jspecify.annotations.NullMarked;
