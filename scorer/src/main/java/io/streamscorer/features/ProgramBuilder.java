package io.streamscorer.features;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.RecordFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.avro.Schema;

/** Collects the instructions and constants of a {@link Program}. */
final class ProgramBuilder {
    /** Work to be done once what is being emitted has ended: the routines that it calls. */
    private final Deque<Runnable> pending = new ArrayDeque<>();

    private final List<Long> constants = new ArrayList<>();
    private final List<byte[]> texts = new ArrayList<>();
    private final List<RecordFailure> failures = new ArrayList<>();
    private final List<Store> stores = new ArrayList<>();
    private final List<ArrayReader> arrays = new ArrayList<>();
    private final List<MapReader> maps = new ArrayList<>();
    private int[] code = new int[64];
    private int size;

    /** The index of the next instruction. */
    int here() {
        return size;
    }

    /** Appends an instruction. */
    void emit(int... instruction) {
        if (size + instruction.length > code.length) {
            code = Arrays.copyOf(code, Math.max(code.length * 2, size + instruction.length));
        }
        System.arraycopy(instruction, 0, code, size, instruction.length);
        size += instruction.length;
    }

    /** Overwrites an operand that was not known when it was emitted. */
    void patch(int index, int value) {
        code[index] = value;
    }

    /** Emits later, when the current routine has ended. */
    void later(Runnable routine) {
        pending.add(routine);
    }

    /** Emits the instructions for a union, those of each branch by {@code branch}, which is given the branch's index. */
    void union(Schema writer, IntConsumer branch) {
        int count = writer.getTypes().size();
        int nothing = writer.getIndexNamed("null") == null ? -1 : writer.getIndexNamed("null");
        if (count == 2 && nothing >= 0) {
            emit(Opcode.NULLABLE, nothing, 0);
            int target = size - 1;
            branch.accept(1 - nothing);
            int end = size;
            later(() -> {
                patch(target, size);
                branch.accept(nothing);
                emit(Opcode.JUMP, end);
            });
            return;
        }
        emit(Opcode.UNION, count);
        int targets = size;
        emit(new int[count]);
        int[] jumps = new int[count];
        for (int i = 0; i < count; i++) {
            patch(targets + i, size);
            branch.accept(i);
            if (i < count - 1) {
                emit(Opcode.JUMP, 0);
                jumps[i] = size - 1;
            }
        }
        for (int i = 0; i < count - 1; i++) {
            patch(jumps[i], size);
        }
    }

    /** Emits the reading of a value of a type that holds no others, which the writer wrote. Null has no bytes and no instruction. */
    void readPrimitive(Schema writer) {
        switch (writer.getType()) {
            case NULL -> {}
            case BOOLEAN -> emit(Opcode.READ_BOOLEAN);
            case INT -> emit(Opcode.READ_INT);
            case LONG -> emit(Opcode.READ_LONG);
            case FLOAT -> emit(Opcode.READ_FLOAT);
            case DOUBLE -> emit(Opcode.READ_DOUBLE);
            case STRING, BYTES -> emit(Opcode.READ_BYTES);
            case FIXED -> emit(Opcode.READ_FIXED, writer.getFixedSize());
            case RECORD, ENUM, ARRAY, MAP, UNION -> throw new IllegalArgumentException("Not a primitive: " + writer);
        }
    }

    /** Emits the rejection of the event. */
    void fail(FailureCategory category, String message) {
        emit(Opcode.FAIL, failure(category, message));
    }

    /** Emits the rejection of the event. */
    void fail(RecordException failure) {
        fail(failure.failure().category(), failure.failure().message());
    }

    /** The index of a failure. */
    int failure(FailureCategory category, String message) {
        failures.add(new RecordFailure(category, message));
        return failures.size() - 1;
    }

    /** The index of a constant cell's bits. */
    int constant(long bits) {
        constants.add(bits);
        return constants.size() - 1;
    }

    /** The index of a piece of Avro's binary form. */
    int text(byte[] bytes) {
        texts.add(bytes);
        return texts.size() - 1;
    }

    /** Emits the storing of the value that was read. */
    void store(Store store) {
        stores.add(store);
        emit(Opcode.STORE, stores.size() - 1);
    }

    /** Emits the reading of an array. */
    void array(ArrayReader reader) {
        arrays.add(reader);
        emit(Opcode.ARRAY, arrays.size() - 1);
    }

    /** Emits the reading of a map. */
    void map(MapReader reader) {
        maps.add(reader);
        emit(Opcode.MAP, maps.size() - 1);
    }

    /** Emits a routine later, when the current one has ended; {@code entry} is told where it starts. */
    void routine(IntConsumer entry, Runnable body) {
        later(() -> {
            entry.accept(size);
            body.run();
            emit(Opcode.END);
        });
    }

    /** Emits what is pending and returns the program. */
    Program build() {
        for (Runnable routine = pending.poll(); routine != null; routine = pending.poll()) {
            routine.run();
        }
        return new Program(
                Arrays.copyOf(code, size),
                constants.stream().mapToLong(Long::longValue).toArray(),
                texts.toArray(byte[][]::new),
                failures.toArray(RecordFailure[]::new),
                stores.toArray(Store[]::new),
                arrays.toArray(ArrayReader[]::new),
                maps.toArray(MapReader[]::new));
    }
}
