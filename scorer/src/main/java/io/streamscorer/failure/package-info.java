/**
 * Names for what can go wrong: the category and reason of one record's failure, and the exceptions that carry an error
 * that belongs to a record or to the surroundings. Imports nothing of the project. Immutable; any thread.
 */
@NullMarked
package io.streamscorer.failure;

import org.jspecify.annotations.NullMarked;
