/**
 * A seed to an endless stream of card transactions, in the order of their times, with the features that a fraud model needs and, apart
 * from the events, the truth about each. A simulator belongs to one thread.
 */
@NullMarked
package io.streamscorer.sandbox.cards;

import org.jspecify.annotations.NullMarked;
