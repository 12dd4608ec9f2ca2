/**
 * A feature batch to the model's outputs: the model package, its signature, the engine, the device, warm-up. A loaded model is
 * shared; a scoring session belongs to one thread.
 */
@NullMarked
package io.streamscorer.model;

import org.jspecify.annotations.NullMarked;
