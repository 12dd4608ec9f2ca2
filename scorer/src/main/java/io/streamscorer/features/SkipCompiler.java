package io.streamscorer.features;

import io.streamscorer.failure.FailureCategory;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.Container;
import org.apache.avro.Resolver.EnumAdjust;
import org.apache.avro.Resolver.ReaderUnion;
import org.apache.avro.Resolver.RecordAdjust;
import org.apache.avro.Resolver.WriterUnion;
import org.apache.avro.Schema;

/**
 * Emits the instructions that pass over what the model does not use.
 *
 * <p>A field that the reader schema has is passed over as Avro would read it: what cannot be resolved rejects the event, and the size that
 * a block of an array or map claims must be the size of its items. A field that it has not is passed over as Avro would skip it: such a
 * block is trusted and jumped over.
 *
 * <p>Each record type becomes one routine that is called, so that recursive types end and the program is no longer than the schemas. What
 * always has the same size is passed over in one step, so that the number of steps is bounded by the number of bytes even if an array
 * claims 2<sup>60</sup> nulls.
 */
final class SkipCompiler {
    /** A size that depends on the value. */
    static final int VARIES = -1;

    private final ProgramBuilder builder;
    /** The routine of each record, once it stands; the operands to be patched until then. By {@link Action} or, if skipped, {@link Schema}. */
    private final IdentityHashMap<Object, Integer> routines = new IdentityHashMap<>();

    private final IdentityHashMap<Object, Integer> sizes = new IdentityHashMap<>();

    SkipCompiler(ProgramBuilder builder) {
        this.builder = builder;
    }

    /** Passes over a value that the reader schema has; {@code where} names it for a person. */
    void pass(Action action, String where) {
        switch (action.type) {
            case DO_NOTHING, PROMOTE -> builder.readPrimitive(action.writer);
            case ENUM -> readEnum((EnumAdjust) action, where);
            case SKIP -> skip(action.writer);
            case ERROR -> builder.fail(FailureCategory.SCHEMA_MISMATCH, SchemaWords.mismatch(where, action));
            case READER_UNION -> pass(((ReaderUnion) action).actualAction, where);
            case WRITER_UNION -> {
                Action[] branches = ((WriterUnion) action).actions;
                builder.union(action.writer, i -> pass(branches[i], where));
            }
            case CONTAINER -> {
                Action item = ((Container) action).elementAction;
                items(action.writer, size(item), false, () -> pass(item, where));
            }
            case RECORD -> {
                RecordAdjust adjust = (RecordAdjust) action;
                if (Resolution.isIncomplete(adjust)) {
                    builder.fail(FailureCategory.SCHEMA_MISMATCH, SchemaWords.mismatch(where, action));
                    return;
                }
                record(action, size(action), () -> {
                    int read = 0;
                    for (Action field : adjust.fieldActions) {
                        String name = field.type == Action.Type.SKIP ? "" : adjust.readerOrder[read++].name();
                        pass(field, action.reader.getFullName() + "." + name);
                    }
                });
            }
        }
    }

    /** Reads an enum's symbol, rejecting those that the reader schema lacks. */
    void readEnum(EnumAdjust action, String where) {
        List<String> symbols = action.writer.getEnumSymbols();
        int[] instruction = new int[symbols.size() + 2];
        instruction[0] = Opcode.READ_ENUM;
        instruction[1] = symbols.size();
        for (int i = 0; i < symbols.size(); i++) {
            instruction[i + 2] = action.values[i] != null
                    ? -1
                    : builder.failure(
                            FailureCategory.SCHEMA_MISMATCH,
                            "field '" + where + "': the event's schema has the symbol '" + symbols.get(i)
                                    + "', which the reader schema's enum lacks; it has no default either");
        }
        builder.emit(instruction);
    }

    /** Passes over a value that the reader schema lacks. */
    private void skip(Schema writer) {
        switch (writer.getType()) {
            case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BYTES, FIXED -> builder.readPrimitive(writer);
            case ENUM -> {
                int[] instruction = new int[writer.getEnumSymbols().size() + 2];
                Arrays.fill(instruction, -1);
                instruction[0] = Opcode.READ_ENUM;
                instruction[1] = writer.getEnumSymbols().size();
                builder.emit(instruction);
            }
            case ARRAY -> items(writer, size(writer.getElementType()), true, () -> skip(writer.getElementType()));
            case MAP -> items(writer, size(writer.getValueType()), true, () -> skip(writer.getValueType()));
            case UNION -> builder.union(writer, i -> skip(writer.getTypes().get(i)));
            case RECORD ->
                record(writer, size(writer), () -> writer.getFields().forEach(field -> skip(field.schema())));
        }
    }

    private void items(Schema collection, int itemSize, boolean trusted, Runnable item) {
        int opcode = collection.getType() == Schema.Type.ARRAY ? Opcode.SKIP_ARRAY : Opcode.SKIP_MAP;
        builder.emit(opcode, -1, itemSize, trusted ? 1 : 0);
        if (itemSize == VARIES) {
            int target = builder.here() - 3;
            builder.later(() -> {
                builder.patch(target, builder.here());
                item.run();
                builder.emit(Opcode.END);
            });
        }
    }

    private void record(Object key, int size, Runnable fields) {
        if (size != VARIES) {
            if (size > 0) {
                builder.emit(Opcode.READ_FIXED, size);
            }
            return;
        }
        builder.emit(Opcode.CALL, 0);
        int target = builder.here() - 1;
        builder.later(() -> {
            Integer known = routines.get(key);
            if (known != null) {
                builder.patch(target, known);
                return;
            }
            routines.put(key, builder.here());
            builder.patch(target, builder.here());
            fields.run();
            builder.emit(Opcode.END);
        });
    }

    /** How many bytes the value always has, or {@link #VARIES} if that depends on the value or if it can reject the event. */
    int size(Action action) {
        return switch (action.type) {
            case DO_NOTHING, PROMOTE, SKIP -> size(action.writer);
            case READER_UNION -> size(((ReaderUnion) action).actualAction);
            case ENUM, ERROR, WRITER_UNION, CONTAINER -> VARIES;
            case RECORD ->
                Resolution.isIncomplete((RecordAdjust) action)
                        ? VARIES
                        : sum(action, Arrays.asList(((RecordAdjust) action).fieldActions), this::size);
        };
    }

    private int size(Schema writer) {
        return switch (writer.getType()) {
            case NULL -> 0;
            case BOOLEAN -> 1;
            case FLOAT -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
            case FIXED -> writer.getFixedSize();
            case INT, LONG, STRING, BYTES, ENUM, ARRAY, MAP, UNION -> VARIES;
            case RECORD -> sum(writer, writer.getFields(), field -> size(field.schema()));
        };
    }

    private <T> int sum(Object key, List<T> fields, ToIntFunction<T> size) {
        Integer known = sizes.get(key);
        if (known != null) {
            return known;
        }
        sizes.put(key, VARIES); // what a recursive type finds of itself
        long sum = 0;
        for (T field : fields) {
            int one = size.applyAsInt(field);
            if (one == VARIES) {
                return VARIES;
            }
            sum += one;
        }
        int result = sum > Integer.MAX_VALUE ? VARIES : (int) sum;
        sizes.put(key, result);
        return result;
    }
}
