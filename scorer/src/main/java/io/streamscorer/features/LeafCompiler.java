package io.streamscorer.features;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.RecordFailure;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Resolver.EnumAdjust;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Emits the instructions for used values that hold no others: reading, storing into cells, copying. */
final class LeafCompiler {
    private final ProgramBuilder builder;
    private final SkipCompiler skips;

    LeafCompiler(ProgramBuilder builder, SkipCompiler skips) {
        this.builder = builder;
        this.skips = skips;
    }

    /**
     * Emits a value that is no enum.
     *
     * @param item whether it is an array's item
     */
    void leaf(Schema writer, Schema reader, FieldUse use, boolean item) {
        String problem = LogicalMatch.problem(use.path(), writer, reader);
        if (problem != null) {
            builder.fail(FailureCategory.SCHEMA_MISMATCH, problem);
            return;
        }
        boolean floating = isFloating(reader);
        boolean promotedFromInteger = floating && !isFloating(writer);
        if (use.cells().size() == 1 && !use.copied() && !promotedFromInteger && !item) {
            Cell cell = use.cells().get(0);
            int move = cell.isPlain() ? move(writer.getType(), cell.dtype()) : -1;
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
            int opcode = cell.isPlain() && !item && isNumber(reader) ? store(cell.dtype(), floating) : -1;
            if (opcode >= 0) {
                builder.emit(opcode, cell.offset());
            } else {
                builder.store(store(cell, writer, reader));
            }
        }
        if (use.copied()) {
            copy(writer, reader, use);
        }
    }

    private static Store store(Cell cell, Schema writer, Schema reader) {
        boolean fixed = writer.getType() == Schema.Type.FIXED;
        Categories categories = cell.categories();
        return switch (reader.getType()) {
            case BOOLEAN ->
                categories == null ? new Store.OfLong(cell) : listed(cell, categories, List.of("false", "true"));
            case INT, LONG -> categories == null ? new Store.OfLong(cell) : new Store.OfLongCategory(cell, categories);
            case FLOAT, DOUBLE -> new Store.OfDouble(cell);
            case STRING -> categories == null ? new Store.OfText(cell) : new Store.OfTextCategory(cell, categories);
            case BYTES, FIXED ->
                cell.feature().encoding() instanceof Encoding.Packed packed
                        ? new Store.OfPacked(cell, packed.elements(), fixed)
                        : new Store.OfDecimal(
                                cell, new DecimalNumber((LogicalTypes.Decimal) reader.getLogicalType()), fixed);
            case RECORD, ENUM, ARRAY, MAP, UNION, NULL ->
                throw new IllegalArgumentException("Not read into a cell: " + reader);
        };
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

    static boolean isFloating(Schema schema) {
        return schema.getType() == Schema.Type.FLOAT || schema.getType() == Schema.Type.DOUBLE;
    }

    private static boolean isNumber(Schema schema) {
        return switch (schema.getType()) {
            case BOOLEAN, INT, LONG, FLOAT, DOUBLE -> true;
            case RECORD, ENUM, ARRAY, MAP, UNION, FIXED, STRING, BYTES, NULL -> false;
        };
    }

    /** The instruction that writes a plain number as the dtype, or -1 if there is none. */
    private static int store(Dtype dtype, boolean floating) {
        return switch (dtype) {
            case FLOAT32 -> floating ? Opcode.DOUBLE_TO_FLOAT32 : Opcode.LONG_TO_FLOAT32;
            case FLOAT64 -> floating ? Opcode.DOUBLE_TO_FLOAT64 : Opcode.LONG_TO_FLOAT64;
            case INT8 -> Opcode.LONG_TO_INT8;
            case UINT8 -> Opcode.LONG_TO_UINT8;
            case INT32 -> Opcode.LONG_TO_INT32;
            case INT64 -> Opcode.LONG_TO_INT64;
            case BOOLEAN -> Opcode.LONG_TO_BOOLEAN;
            case FLOAT16, INT16, STRING -> -1;
        };
    }

    /** Emits an enum. */
    void symbol(EnumAdjust action, FieldUse use) {
        skips.readEnum(action, use.path());
        // The symbols as the reader schema has them, by the writer's index; those that it lacks have rejected the event
        // before.
        List<String> symbols = Arrays.stream(action.values)
                .map(symbol -> symbol == null ? "" : symbol.toString())
                .toList();
        for (Cell cell : use.cells()) {
            Categories categories = cell.categories();
            builder.store(
                    categories == null
                            ? new Store.OfSymbol(cell, symbols.toArray(String[]::new))
                            : listed(cell, categories, symbols));
        }
        if (use.copied()) {
            int first = -1;
            for (String symbol : symbols) {
                int text = builder.text(new CopiedEntry(use.path(), Schema.Type.ENUM)
                        .string(symbol)
                        .toByteArray());
                first = first < 0 ? text : first;
            }
            builder.emit(Opcode.COPY_SYMBOL, first);
        }
    }

    private static Store listed(Cell cell, Categories categories, List<String> names) {
        double[] numbers = new double[names.size()];
        @Nullable RecordFailure[] failures = new RecordFailure[names.size()];
        for (int i = 0; i < numbers.length; i++) {
            try {
                numbers[i] = categories.number(names.get(i));
            } catch (RecordException e) {
                failures[i] = e.failure();
            }
        }
        return new Store.OfListedCategory(cell, numbers, failures);
    }

    private void copy(Schema writer, Schema reader, FieldUse use) {
        CopiedEntry entry = new CopiedEntry(use.path(), reader.getType());
        if (reader.getType() == Schema.Type.FIXED) {
            entry.varint(reader.getFixedSize());
        }
        boolean sameBytes = writer.getType() == reader.getType() || !isFloating(reader);
        int opcode = sameBytes
                ? Opcode.COPY_SPAN
                : reader.getType() == Schema.Type.FLOAT ? Opcode.COPY_FLOAT : Opcode.COPY_DOUBLE;
        builder.emit(opcode, builder.text(entry.toByteArray()));
    }

    /** Emits the storing of elements that are known: all of the cell, or the one of an array's item. */
    void known(Cell cell, KnownElements known, boolean item) {
        if (item) {
            builder.store(new Store.OfKnownElement(cell, known));
            return;
        }
        int opcode = cell.feature().width() > 1
                ? -1
                : switch (cell.dtype().bytes()) {
                    case 1 -> Opcode.PUT_BYTE;
                    case 4 -> Opcode.PUT_INT;
                    case 8 -> Opcode.PUT_LONG;
                    default -> -1;
                };
        if (opcode >= 0) {
            builder.emit(opcode, cell.offset(), builder.constant(known.singleBits()));
        } else {
            builder.store(new Store.OfKnown(cell, known));
        }
    }
}
