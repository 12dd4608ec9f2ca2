package io.streamscorer.features;

import io.streamscorer.failure.FailureCategory;
import java.nio.ByteBuffer;
import org.apache.avro.Resolver.Action;
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

    Program compile(RecordAdjust event, FieldUse use) {
        record(event, use);
        builder.emit(Opcode.END);
        return builder.build();
    }

    private void value(Action action, @Nullable FieldUse use, String where) {
        if (use == null) {
            skips.pass(action, where);
            return;
        }
        switch (action.type) {
            case RECORD -> record((RecordAdjust) action, use);
            case READER_UNION -> value(((ReaderUnion) action).actualAction, use, where);
            case WRITER_UNION -> {
                Action[] branches = ((WriterUnion) action).actions;
                builder.union(((WriterUnion) action).writer, i -> value(branches[i], use, where));
            }
            case ERROR -> builder.fail(FailureCategory.SCHEMA_MISMATCH, SchemaWords.mismatch(where, action));
            case ENUM -> symbol((EnumAdjust) action, use);
            case DO_NOTHING, PROMOTE -> {
                if (action.reader.getType() == Schema.Type.NULL) {
                    missing(use);
                } else {
                    leaf(action.writer, action.reader, use);
                }
            }
            case CONTAINER, SKIP ->
                throw new IllegalArgumentException("Field '" + use.path() + "' is used as a number or copied, but is "
                        + SchemaWords.describe(action.writer));
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
                String where = use.path().isEmpty() ? name : use.path() + "." + name;
                value(field, use.fields().get(name), where);
            }
        }
        for (; next < action.readerOrder.length; next++) {
            Schema.Field field = action.readerOrder[next];
            FieldUse fieldUse = use.fields().get(field.name());
            if (fieldUse != null) {
                constant(action.defaults[next - action.firstDefault], fieldUse);
            }
        }
    }

    private void leaf(Schema writer, Schema reader, FieldUse use) {
        boolean floating = isFloating(reader);
        boolean promotedFromInteger = floating && !isFloating(writer);
        if (use.cells().size() == 1 && !use.copied() && !promotedFromInteger) {
            Cell cell = use.cells().get(0);
            int move = move(writer.getType(), cell.dtype());
            if (move >= 0) {
                builder.emit(move, cell.offset());
                return;
            }
        }
        builder.readPrimitive(writer);
        if (promotedFromInteger) {
            builder.emit(reader.getType() == Schema.Type.FLOAT ? Opcode.LONG_TO_FLOAT : Opcode.LONG_TO_DOUBLE);
        }
        for (Cell cell : use.cells()) {
            builder.emit(store(cell.dtype(), floating), cell.offset());
        }
        if (use.copied()) {
            CopiedEntry entry = new CopiedEntry(use.path(), reader.getType());
            if (reader.getType() == Schema.Type.FIXED) {
                entry.varint(reader.getFixedSize());
            }
            boolean sameBytes = writer.getType() == reader.getType() || !floating;
            int opcode = sameBytes
                    ? Opcode.COPY_SPAN
                    : reader.getType() == Schema.Type.FLOAT ? Opcode.COPY_FLOAT : Opcode.COPY_DOUBLE;
            builder.emit(opcode, builder.text(entry.toByteArray()));
        }
    }

    /** The one instruction that reads a number of the type and writes it as the dtype, or -1 if it takes more than one. */
    private static int move(Schema.Type type, Dtype dtype) {
        if (dtype == Dtype.FLOAT32) {
            return switch (type) {
                case INT -> Opcode.MOVE_INT_FLOAT32;
                case LONG -> Opcode.MOVE_LONG_FLOAT32;
                case FLOAT -> Opcode.MOVE_FLOAT_FLOAT32;
                case DOUBLE -> Opcode.MOVE_DOUBLE_FLOAT32;
                default -> -1;
            };
        }
        return dtype == Dtype.FLOAT64 && type == Schema.Type.DOUBLE ? Opcode.MOVE_DOUBLE_FLOAT64 : -1;
    }

    private static boolean isFloating(Schema schema) {
        return schema.getType() == Schema.Type.FLOAT || schema.getType() == Schema.Type.DOUBLE;
    }

    private static int store(Dtype dtype, boolean floating) {
        return switch (dtype) {
            case FLOAT32 -> floating ? Opcode.DOUBLE_TO_FLOAT32 : Opcode.LONG_TO_FLOAT32;
            case FLOAT64 -> floating ? Opcode.DOUBLE_TO_FLOAT64 : Opcode.LONG_TO_FLOAT64;
            case INT8 -> Opcode.LONG_TO_INT8;
            case UINT8 -> Opcode.LONG_TO_UINT8;
            case INT32 -> Opcode.LONG_TO_INT32;
            case INT64 -> Opcode.LONG_TO_INT64;
            case BOOLEAN -> Opcode.LONG_TO_BOOLEAN;
            case FLOAT16, INT16, STRING -> throw new IllegalArgumentException("String tensors are not supported");
        };
    }

    private void symbol(EnumAdjust action, FieldUse use) {
        skips.readEnum(action, use.path());
        if (use.copied()) {
            int first = -1;
            for (Object symbol : action.values) {
                int text = builder.text(new CopiedEntry(use.path(), Schema.Type.ENUM)
                        .string(symbol == null ? "" : symbol.toString())
                        .toByteArray());
                first = first < 0 ? text : first;
            }
            builder.emit(Opcode.COPY_SYMBOL, first);
        }
    }

    /** The field, or a record around it, is null. */
    private void missing(FieldUse use) {
        use.forEach(field -> {
            for (Cell cell : field.cells()) {
                if (cell.feature().missing() instanceof MissingValue.Constant constant) {
                    put(cell, cell.bits(constant.value()));
                } else {
                    builder.fail(
                            FailureCategory.MISSING_FEATURE,
                            "field '" + field.path() + "' is null, and the model package says to reject such an event");
                }
            }
            if (field.copied()) {
                copy(new CopiedEntry(field.path(), Schema.Type.NULL));
            }
        });
    }

    private void put(Cell cell, long bits) {
        int opcode = switch (cell.dtype().bytes()) {
            case 1 -> Opcode.PUT_BYTE;
            case 4 -> Opcode.PUT_INT;
            default -> Opcode.PUT_LONG;
        };
        builder.emit(opcode, cell.offset(), builder.constant(bits));
    }

    private void copy(CopiedEntry entry) {
        builder.emit(Opcode.COPY_TEXT, builder.text(entry.toByteArray()));
    }

    /** The event's schema lacks the field, so that it has the reader schema's default. */
    private void constant(@Nullable Object value, FieldUse use) {
        if (value == null) {
            missing(use);
        } else if (value instanceof IndexedRecord record) {
            use.fields().forEach((name, fieldUse) -> {
                Schema.Field field = record.getSchema().getField(name);
                constant(record.get(field.pos()), fieldUse);
            });
        } else {
            use.cells().forEach(cell -> constantCell(value, cell));
            if (use.copied()) {
                copy(entry(value, use.path()));
            }
        }
    }

    private void constantCell(Object value, Cell cell) {
        boolean floating = value instanceof Float || value instanceof Double;
        double asDouble = floating ? ((Number) value).doubleValue() : 0;
        long asLong = value instanceof Boolean flag ? (flag ? 1 : 0) : floating ? 0 : ((Number) value).longValue();
        if (floating ? Cell.holds(cell.dtype(), asDouble) : Cell.holds(cell.dtype(), asLong)) {
            put(cell, floating ? cell.bits(asDouble) : cell.bits(asLong));
        } else {
            builder.fail(
                    FailureCategory.INVALID_FEATURE,
                    InvalidFeature.message(cell.feature().field(), cell.dtype()));
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
