/**
 * What is measured of scoring: the catalogue of meters with names, units and tags, and traces of batches. Any thread but for a tally.
 */
@NullMarked
package io.streamscorer.telemetry;

import org.jspecify.annotations.NullMarked;
