/**
 * Avro bytes and their writer schema to one row of a columnar feature batch, without objects in between. A decode plan is
 * immutable and shared; a feature batch belongs to one thread.
 */
@NullMarked
package io.streamscorer.features;

import org.jspecify.annotations.NullMarked;
