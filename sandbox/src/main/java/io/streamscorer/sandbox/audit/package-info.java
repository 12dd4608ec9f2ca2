/**
 * The bookkeeping of a run, from the topics alone: events, predictions and dead letters in, what is missing, duplicated or out of place
 * out. It trusts nothing that the scorer says of itself. Imports {@code schemas} alone. One thread.
 */
@NullMarked
package io.streamscorer.sandbox.audit;

import org.jspecify.annotations.NullMarked;
