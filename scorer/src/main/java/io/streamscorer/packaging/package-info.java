/**
 * A model package on disk to its description: which event fields make which input tensor, and which outputs mean what. Reads descriptions, never
 * runs a model.
 */
@NullMarked
package io.streamscorer.packaging;

import org.jspecify.annotations.NullMarked;
