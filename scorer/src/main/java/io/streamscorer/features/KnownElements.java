package io.streamscorer.features;

import io.streamscorer.failure.RecordException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/**
 * A feature's elements where they are known before any event is: what stands for null, and the defaults of fields that an event's schema
 * lacks. Worked out by the same code that stores the values of events.
 *
 * @param cells the elements as they lie in {@link FeatureBatch#row()}, or empty for strings
 * @param texts the strings, or empty for others
 */
record KnownElements(byte[] cells, String[] texts) {
    private static final GenericData DATA = new GenericData();

    private static KnownElements blank(Cell cell) {
        int width = cell.feature().width();
        boolean text = cell.dtype() == Dtype.STRING;
        return new KnownElements(new byte[width * cell.dtype().bytes()], new String[text ? width : 0]);
    }

    /**
     * What stands for null.
     *
     * @param cell the feature's cell
     * @param reader the schema of whole events
     * @return the elements, or null if null rejects the event
     * @throws RecordException if the cell cannot hold it
     */
    static @Nullable KnownElements ofMissing(Cell cell, Schema reader) throws RecordException {
        MissingValue missing = cell.feature().missing();
        if (missing instanceof MissingValue.SchemaDefault) {
            Schema.Field field = ReaderFields.at(reader, cell.feature().field()).get(0);
            return ofDefault(DATA.getDefaultValue(field), field.schema(), cell, null);
        }
        if (missing instanceof MissingValue.Reject) {
            return null;
        }
        KnownElements known = blank(cell);
        Cell target = cell.movedTo(0);
        for (int i = 0; i < cell.feature().width(); i++) {
            if (missing instanceof MissingValue.Constant constant) {
                target.put(known.cells, i, constant.value());
            } else if (missing instanceof MissingValue.Text text) {
                known.put(target, i, text.value());
            }
        }
        return known;
    }

    /**
     * What a default becomes.
     *
     * @param value the default as Avro's reader gives it, not null
     * @param schema its type
     * @param cell the feature's cell
     * @param missing what stands for null where the default is an array with an item null
     * @throws RecordException if the cell cannot hold it
     */
    static KnownElements ofDefault(Object value, Schema schema, Cell cell, @Nullable KnownElements missing)
            throws RecordException {
        KnownElements known = blank(cell);
        known.put(cell.movedTo(0), 0, value, schema, missing);
        return known;
    }

    private void put(Cell cell, int element, @Nullable Object value, Schema schema, @Nullable KnownElements missing)
            throws RecordException {
        Schema type = ReaderFields.branch(schema, value);
        FieldPath field = cell.feature().field();
        if (value == null) {
            if (missing == null) {
                throw Absence.NULL_ITEM.failure(field);
            } else if (cell.dtype() == Dtype.STRING) {
                texts[element] = missing.texts[element];
            } else {
                int bytes = cell.dtype().bytes();
                System.arraycopy(missing.cells, element * bytes, cells, element * bytes, bytes);
            }
            return;
        }
        switch (type.getType()) {
            case ARRAY -> {
                Collection<?> items = (Collection<?>) value;
                if (items.size() != cell.feature().width()) {
                    throw InvalidFeature.because(
                            field, cell.feature().width() + " items are needed, its default has " + items.size());
                }
                int item = 0;
                for (Object one : items) {
                    put(cell, item++, one, type.getElementType(), missing);
                }
            }
            case STRING, ENUM -> put(cell, element, value.toString());
            case BOOLEAN -> {
                if (cell.categories() != null) {
                    put(cell, element, value.toString());
                } else {
                    cell.put(cells, element, (boolean) value ? 1L : 0L);
                }
            }
            case INT, LONG -> {
                long number = ((Number) value).longValue();
                if (cell.categories() != null) {
                    cell.put(cells, element, cell.categories().number(number));
                } else {
                    cell.put(cells, element, number);
                }
            }
            case FLOAT, DOUBLE -> cell.put(cells, element, ((Number) value).doubleValue());
            case BYTES, FIXED -> put(cell, element, bytes(value), type);
            case RECORD, MAP, UNION, NULL ->
                throw new IllegalArgumentException("Field '" + field + "' cannot have the default " + value);
        }
    }

    private void put(Cell cell, int element, byte[] value, Schema type) throws RecordException {
        if (cell.feature().encoding() instanceof Encoding.Packed packed) {
            PackedElements.put(packed.elements(), value, 0, value.length, cell, cells);
        } else {
            new DecimalNumber((LogicalTypes.Decimal) type.getLogicalType())
                    .put(value, 0, value.length, cell, cells, element);
        }
    }

    private void put(Cell cell, int element, String value) throws RecordException {
        if (cell.categories() == null) {
            texts[element] = value;
        } else {
            cell.put(cells, element, cell.categories().number(value));
        }
    }

    private static byte[] bytes(Object value) {
        if (value instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** The bits of a single element of 1, 4 or 8 bytes. */
    long singleBits() {
        ByteBuffer buffer = ByteBuffer.wrap(cells).order(ByteOrder.nativeOrder());
        return switch (cells.length) {
            case Byte.BYTES -> buffer.get(0);
            case Integer.BYTES -> buffer.getInt(0);
            case Long.BYTES -> buffer.getLong(0);
            default -> throw new IllegalStateException("Not a single element: " + cells.length + " bytes");
        };
    }
}
