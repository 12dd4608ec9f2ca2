package io.streamscorer.features;

/**
 * One field of the event on its way into a tensor: a column, or as many neighbouring elements as an array or bytes hold.
 *
 * @param field the event's field
 * @param width how many elements of the tensor's row it fills, at least 1; an array must have exactly as many items
 * @param encoding how its value becomes elements
 * @param scaling how each element is changed
 * @param missing what a null becomes
 */
public record Feature(FieldPath field, int width, Encoding encoding, Scaling scaling, MissingValue missing) {
    public Feature {
        if (width < 1) {
            throw new IllegalArgumentException("Feature '" + field + "' needs a width of at least 1, not " + width);
        }
    }

    /** A feature of one element that holds the field's value. */
    public Feature(FieldPath field, MissingValue missing) {
        this(field, 1, new Encoding.Value(), Scaling.NONE, missing);
    }
}
