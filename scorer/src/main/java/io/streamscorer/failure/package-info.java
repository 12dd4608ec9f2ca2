/**
 * Names for what can go wrong: the category and reason of one record's failure, the exceptions that carry an error that
 * belongs to a record or to the surroundings, and the signal that ends waiting for the surroundings. Imports nothing of
 * the project. Any thread.
 */
@NullMarked
package io.streamscorer.failure;

import org.jspecify.annotations.NullMarked;
