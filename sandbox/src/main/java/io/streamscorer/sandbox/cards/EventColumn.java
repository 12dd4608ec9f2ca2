package io.streamscorer.sandbox.cards;

import io.streamscorer.schemas.CardTransaction;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A field of an event, found by its path through nested records and written as text.
 *
 * @param path the field names from the outside in, joined by dots
 * @param positions the field's position in each record on the way
 */
record EventColumn(String path, List<Integer> positions) {
    EventColumn {
        positions = List.copyOf(positions);
    }

    /** The fields of {@link CardTransaction} in the schema's order, nested ones in their record's place, without timestamps. */
    static List<EventColumn> ofCardTransaction() {
        List<EventColumn> columns = new ArrayList<>();
        collect(CardTransaction.getClassSchema(), "", List.of(), columns);
        return columns;
    }

    /** The event's value: a number as the float32 that a model sees, a boolean as 0 or 1, null as nothing. */
    String text(IndexedRecord event) {
        Object value = event;
        for (int position : positions) {
            value = ((IndexedRecord) value).get(position);
        }
        return text(value);
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double number) {
            return Float.toString(number.floatValue());
        }
        if (value instanceof Boolean truth) {
            return truth ? "1" : "0";
        }
        return value.toString();
    }

    private static void collect(Schema schema, String prefix, List<Integer> outer, List<EventColumn> columns) {
        for (Schema.Field field : schema.getFields()) {
            List<Integer> positions = new ArrayList<>(outer);
            positions.add(field.pos());
            if (field.schema().getType() == Schema.Type.RECORD) {
                collect(field.schema(), prefix + field.name() + ".", positions, columns);
            } else if (!LogicalTypes.timestampMillis().equals(field.schema().getLogicalType())) {
                columns.add(new EventColumn(prefix + field.name(), positions));
            }
        }
    }
}
