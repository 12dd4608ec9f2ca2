/**
 * A model package and its file to a model that scores feature batches: how the two fit, the outputs' roles, warm-up and self-check. A loaded model
 * is shared; a scoring session belongs to one thread.
 */
@NullMarked
package io.streamscorer.model;

import org.jspecify.annotations.NullMarked;
