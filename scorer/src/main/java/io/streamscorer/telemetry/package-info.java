/**
 * The catalogue of meters: names, units, tags. Any thread.
 */
@NullMarked
package io.streamscorer.telemetry;

import org.jspecify.annotations.NullMarked;
