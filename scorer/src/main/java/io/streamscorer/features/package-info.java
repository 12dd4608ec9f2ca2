/**
 * Avro bytes and their writer schema to one row of a columnar feature batch, without objects in between. A decode plan is
 * immutable and shared; a feature batch belongs to one thread.
 *
 * <p>A {@link io.streamscorer.features.FeatureSpec} says which fields become which elements, and
 * {@link io.streamscorer.features.FeatureMapping} whether that fits the schema that the events are read with. For each writer schema a
 * {@link io.streamscorer.features.DecodePlan} is compiled once: to a program of instructions, whose loop has plain numbers in it, and objects
 * that read arrays and maps and store what is rarer, such as strings, categories and decimals. The row is put together in an array and
 * stored in the tensors once the whole event was read.
 */
@NullMarked
package io.streamscorer.features;

import org.jspecify.annotations.NullMarked;
