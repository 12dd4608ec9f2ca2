package io.streamscorer.features;

/**
 * One column of an input tensor: a field of the event and what stands there when the field is null.
 *
 * @param field the event's field
 * @param missing what a null becomes
 */
public record Feature(FieldPath field, MissingValue missing) {}
