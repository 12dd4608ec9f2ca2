package io.streamscorer.features;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.Container;
import org.apache.avro.Resolver.EnumAdjust;
import org.apache.avro.Resolver.ReaderUnion;
import org.apache.avro.Resolver.RecordAdjust;
import org.apache.avro.Resolver.WriterUnion;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns Avro's own resolution of two schemas into a {@link Program}. It follows the tree of {@link Action}s, so that aliases, promotions,
 * defaults and unions mean what they mean to Avro. Records around a used field become part of the main routine; everything else is passed
 * over by {@link SkipCompiler}. The reader schema has passed {@link FeatureMapping#check}.
 */
final class PlanCompiler {
    private final ProgramBuilder builder = new ProgramBuilder();
    private final SkipCompiler skips = new SkipCompiler(builder);
    private final LeafCompiler leaves = new LeafCompiler(builder, skips);
    private final Schema reader;

    /** Compiles for the reader schema of whole events. */
    PlanCompiler(Schema reader) {
        this.reader = reader;
    }

    Program compile(RecordAdjust event, FieldUse use) {
        record(event, use);
        builder.emit(Opcode.END);
        return builder.build();
    }

    /** Emits a value; {@code item} tells whether it is an array's item. */
    private void value(Action action, @Nullable FieldUse use, String where, boolean item) {
        if (use == null) {
            skips.pass(action, where);
            return;
        }
        switch (action.type) {
            case RECORD -> record((RecordAdjust) action, use);
            case READER_UNION -> value(((ReaderUnion) action).actualAction, use, where, item);
            case WRITER_UNION -> {
                Action[] branches = ((WriterUnion) action).actions;
                builder.union(((WriterUnion) action).writer, i -> value(branches[i], use, where, item));
            }
            case ERROR -> builder.fail(FailureCategory.SCHEMA_MISMATCH, SchemaWords.mismatch(where, action));
            case ENUM -> leaves.symbol((EnumAdjust) action, use);
            case DO_NOTHING, PROMOTE -> {
                if (action.reader.getType() == Schema.Type.NULL) {
                    missing(use, item ? Absence.NULL_ITEM : Absence.NULL);
                } else {
                    leaves.leaf(action.writer, action.reader, use, item);
                }
            }
            case CONTAINER -> {
                if (action.reader.getType() == Schema.Type.MAP) {
                    map((Container) action, use, where);
                } else {
                    array((Container) action, use, where);
                }
            }
            case SKIP -> throw new IllegalArgumentException("Field '" + use.path() + "' is used, but skipped");
        }
    }

    private void array(Container action, FieldUse use, String where) {
        Action item = action.elementAction;
        ArrayReader.Items items = use.cells().size() == 1 ? items(item, use) : ArrayReader.Items.ANY;
        ArrayReader array = new ArrayReader(items, use.cells().get(0));
        builder.array(array);
        if (items == ArrayReader.Items.ANY) {
            builder.routine(array::routine, () -> value(item, use, where, true));
        }
    }

    /** What the items are, if they are numbers or booleans that need no routine. */
    private static ArrayReader.Items items(Action item, FieldUse use) {
        boolean number = item.type == Action.Type.DO_NOTHING || item.type == Action.Type.PROMOTE;
        if (!number
                || use.cells().get(0).categories() != null
                || LogicalMatch.problem(use.path(), item.writer, item.reader) != null
                || (LeafCompiler.isFloating(item.reader) && !LeafCompiler.isFloating(item.writer))) {
            return ArrayReader.Items.ANY;
        }
        return switch (item.writer.getType()) {
            case BOOLEAN -> ArrayReader.Items.BOOLEAN;
            case INT -> ArrayReader.Items.INT;
            case LONG -> ArrayReader.Items.LONG;
            case FLOAT -> ArrayReader.Items.FLOAT;
            case DOUBLE -> ArrayReader.Items.DOUBLE;
            case RECORD, ENUM, ARRAY, MAP, UNION, FIXED, STRING, BYTES, NULL -> ArrayReader.Items.ANY;
        };
    }

    private void map(Container action, FieldUse use, String where) {
        Action value = action.elementAction;
        List<FieldUse> keys = List.copyOf(use.fields().values());
        int valueSize = skips.size(value);
        MapReader map = new MapReader(List.copyOf(use.fields().keySet()), use.firstNumber(), valueSize);
        builder.map(map);
        if (valueSize == SkipCompiler.VARIES) {
            builder.routine(map::pass, () -> skips.pass(value, where));
        }
        for (int i = 0; i < keys.size(); i++) {
            int key = i;
            FieldUse keyUse = keys.get(i);
            builder.routine(entry -> map.present(key, entry), () -> value(value, keyUse, keyUse.path(), false));
            builder.routine(entry -> map.absent(key, entry), () -> missing(keyUse, Absence.NO_KEY));
        }
    }

    private void record(RecordAdjust action, FieldUse use) {
        if (Resolution.isIncomplete(action)) {
            builder.fail(FailureCategory.SCHEMA_MISMATCH, SchemaWords.mismatch(use.path(), action));
            return;
        }
        int next = 0;
        for (Action field : action.fieldActions) {
            if (field.type == Action.Type.SKIP) {
                skips.pass(field, "");
            } else {
                String name = action.readerOrder[next++].name();
                String where = FieldPath.join(use.path(), name);
                value(field, use.fields().get(name), where, false);
            }
        }
        for (; next < action.readerOrder.length; next++) {
            Schema.Field field = action.readerOrder[next];
            FieldUse fieldUse = use.fields().get(field.name());
            if (fieldUse != null) {
                constant(action.defaults[next - action.firstDefault], field.schema(), fieldUse);
            }
        }
    }

    /** The field, or something around it, is null or absent. */
    private void missing(FieldUse use, Absence absence) {
        use.forEach(field -> {
            for (Cell cell : field.cells()) {
                KnownElements known = missing(cell);
                if (known != null) {
                    leaves.known(cell, known, absence == Absence.NULL_ITEM);
                    builder.emit(Opcode.COUNT, cell.counter());
                } else {
                    builder.fail(absence.failure(cell.feature().field()));
                }
            }
            if (field.copied()) {
                copy(new CopiedEntry(field.path(), Schema.Type.NULL));
            }
        });
    }

    private @Nullable KnownElements missing(Cell cell) {
        try {
            return KnownElements.ofMissing(cell, reader);
        } catch (RecordException e) {
            throw new IllegalStateException("The spec was not checked: " + e.getMessage(), e);
        }
    }

    private void copy(CopiedEntry entry) {
        builder.emit(Opcode.COPY_TEXT, builder.text(entry.toByteArray()));
    }

    /** The event's schema lacks the field, so that it has the reader schema's default. */
    private void constant(@Nullable Object value, Schema schema, FieldUse use) {
        if (value == null) {
            missing(use, Absence.NULL);
        } else if (value instanceof IndexedRecord record) {
            use.fields().forEach((name, fieldUse) -> {
                Schema.Field field = record.getSchema().getField(name);
                constant(record.get(field.pos()), field.schema(), fieldUse);
            });
        } else if (value instanceof Map<?, ?> map) {
            Schema values = ReaderFields.branch(schema, value).getValueType();
            Map<String, @Nullable Object> entries = new HashMap<>();
            map.forEach((key, entry) -> entries.put(key.toString(), entry));
            use.fields().forEach((key, keyUse) -> {
                if (entries.containsKey(key)) {
                    constant(entries.get(key), values, keyUse);
                } else {
                    missing(keyUse, Absence.NO_KEY);
                }
            });
        } else {
            use.cells().forEach(cell -> constantCell(value, schema, cell));
            if (use.copied()) {
                copy(entry(value, use.path()));
            }
        }
    }

    private void constantCell(Object value, Schema schema, Cell cell) {
        try {
            leaves.known(cell, KnownElements.ofDefault(value, schema, cell, missing(cell)), false);
        } catch (RecordException e) {
            builder.fail(e);
        }
    }

    private static CopiedEntry entry(Object value, String key) {
        if (value instanceof Boolean flag) {
            return new CopiedEntry(key, Schema.Type.BOOLEAN).raw(flag ? 1 : 0);
        } else if (value instanceof Integer number) {
            return new CopiedEntry(key, Schema.Type.INT).varint(number);
        } else if (value instanceof Long number) {
            return new CopiedEntry(key, Schema.Type.LONG).varint(number);
        } else if (value instanceof Float number) {
            return new CopiedEntry(key, Schema.Type.FLOAT).float32(number);
        } else if (value instanceof Double number) {
            return new CopiedEntry(key, Schema.Type.DOUBLE).float64(number);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return new CopiedEntry(key, Schema.Type.BYTES).bytes(bytes);
        } else if (value instanceof GenericFixed fixed) {
            return new CopiedEntry(key, Schema.Type.FIXED).bytes(fixed.bytes());
        }
        return new CopiedEntry(key, Schema.Type.STRING).string(value.toString());
    }
}
