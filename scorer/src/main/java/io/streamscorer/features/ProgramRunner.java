package io.streamscorer.features;

import io.streamscorer.failure.RecordException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/** Runs a {@link Program} over an event's bytes. Immutable and thread-safe. */
final class ProgramRunner {
    /**
     * How many routines may be under way at once. Each is a record, array or map that is passed over; only values of recursive types nest
     * deeper, and what nests deeper than this would end the thread's stack at some depth.
     */
    static final int MAX_DEPTH = 256;

    private static final VarHandle INT = cells(int[].class);
    private static final VarHandle LONG = cells(long[].class);
    private static final VarHandle FLOAT = cells(float[].class);
    private static final VarHandle DOUBLE = cells(double[].class);

    private final int[] code;
    private final Segments segments;
    private final Program program;
    private final List<InputTensor> tensors;

    ProgramRunner(Program program, List<InputTensor> tensors) {
        this.program = program;
        this.code = program.code();
        this.segments = Segments.of(program);
        this.tensors = tensors;
    }

    private static VarHandle cells(Class<?> elements) {
        return MethodHandles.byteArrayViewVarHandle(elements, ByteOrder.nativeOrder());
    }

    /** Runs the routine that starts at {@code entry}. */
    void run(int entry, AvroInput input, FeatureBatch batch, int row, int depth) throws RecordException {
        int[] code = segments.code();
        byte[] cells = batch.row();
        int pc = entry;
        long n = 0;
        double d = 0;
        int span = 0;
        while (true) {
            switch (code[pc]) {
                case Opcode.END -> {
                    return;
                }
                case Opcode.JUMP -> pc = code[pc + 1];
                case Opcode.CALL -> {
                    run(code[pc + 1], input, batch, row, deeper(input, depth));
                    pc += 2;
                }
                case Opcode.SEGMENT -> {
                    int index = code[pc + 1];
                    long reached =
                            segments.segments()[index].run(input.bytes(), input.position(), input.limit(), cells);
                    input.position((int) reached);
                    pc = (int) (reached >>> Integer.SIZE);
                    if (pc != segments.ends()[index]) {
                        // What the compiled code leaves is done here, and so is the rest of the event.
                        code = this.code;
                    }
                }
                case Opcode.UNION -> pc = code[pc + 2 + input.readIndex(code[pc + 1])];
                case Opcode.NULLABLE -> pc = input.readIndex(2) == code[pc + 1] ? code[pc + 2] : pc + 3;
                case Opcode.MOVE_INT_FLOAT32 -> {
                    FLOAT.set(cells, code[pc + 1], (float) input.readInt());
                    pc += 2;
                }
                case Opcode.MOVE_LONG_FLOAT32 -> {
                    FLOAT.set(cells, code[pc + 1], (float) input.readLong());
                    pc += 2;
                }
                case Opcode.MOVE_FLOAT_FLOAT32 -> {
                    FLOAT.set(cells, code[pc + 1], input.readFloat());
                    pc += 2;
                }
                case Opcode.MOVE_DOUBLE_FLOAT32 -> {
                    double wide = input.readDouble();
                    float value = (float) wide;
                    if (Float.isInfinite(value) && !Double.isInfinite(wide)) {
                        throw invalid(pc);
                    }
                    FLOAT.set(cells, code[pc + 1], value);
                    pc += 2;
                }
                case Opcode.MOVE_DOUBLE_FLOAT64 -> {
                    DOUBLE.set(cells, code[pc + 1], input.readDouble());
                    pc += 2;
                }
                case Opcode.FAIL -> throw new RecordException(program.failures()[code[pc + 1]]);
                case Opcode.READ_BOOLEAN -> {
                    span = input.position();
                    n = input.readBoolean() ? 1 : 0;
                    pc++;
                }
                case Opcode.READ_INT -> {
                    span = input.position();
                    n = input.readInt();
                    pc++;
                }
                case Opcode.READ_LONG -> {
                    span = input.position();
                    n = input.readLong();
                    pc++;
                }
                case Opcode.READ_FLOAT -> {
                    span = input.position();
                    d = input.readFloat();
                    pc++;
                }
                case Opcode.READ_DOUBLE -> {
                    span = input.position();
                    d = input.readDouble();
                    pc++;
                }
                case Opcode.READ_BYTES -> {
                    span = input.position();
                    input.skipBytes();
                    pc++;
                }
                case Opcode.READ_FIXED -> {
                    span = input.position();
                    input.skip(code[pc + 1]);
                    pc += 2;
                }
                case Opcode.READ_ENUM -> {
                    int symbol = input.readIndex(code[pc + 1]);
                    int failure = code[pc + 2 + symbol];
                    if (failure >= 0) {
                        throw new RecordException(program.failures()[failure]);
                    }
                    n = symbol;
                    pc += 2 + code[pc + 1];
                }
                case Opcode.SKIP_ARRAY, Opcode.SKIP_MAP -> {
                    skipItems(pc, input, batch, row, deeper(input, depth));
                    pc += 4;
                }
                case Opcode.STORE -> {
                    program.stores()[code[pc + 1]].store(input, span, n, d, batch);
                    pc += 2;
                }
                case Opcode.ARRAY -> {
                    program.arrays()[code[pc + 1]].read(this, input, batch, row, deeper(input, depth));
                    pc += 2;
                }
                case Opcode.MAP -> {
                    program.maps()[code[pc + 1]].read(this, input, batch, row, deeper(input, depth));
                    pc += 2;
                }
                case Opcode.LONG_TO_FLOAT -> {
                    d = (float) n;
                    pc++;
                }
                case Opcode.LONG_TO_DOUBLE -> {
                    d = n;
                    pc++;
                }
                case Opcode.LONG_TO_FLOAT32 -> {
                    FLOAT.set(cells, code[pc + 1], (float) n);
                    pc += 2;
                }
                case Opcode.LONG_TO_FLOAT64 -> {
                    DOUBLE.set(cells, code[pc + 1], (double) n);
                    pc += 2;
                }
                case Opcode.LONG_TO_INT8, Opcode.LONG_TO_UINT8, Opcode.LONG_TO_BOOLEAN -> {
                    requireHeld(n, pc);
                    cells[code[pc + 1]] = (byte) n;
                    pc += 2;
                }
                case Opcode.LONG_TO_INT32 -> {
                    requireHeld(n, pc);
                    INT.set(cells, code[pc + 1], (int) n);
                    pc += 2;
                }
                case Opcode.LONG_TO_INT64 -> {
                    LONG.set(cells, code[pc + 1], n);
                    pc += 2;
                }
                case Opcode.DOUBLE_TO_FLOAT32 -> {
                    float value = (float) d;
                    if (Float.isInfinite(value) && !Double.isInfinite(d)) {
                        throw invalid(pc);
                    }
                    FLOAT.set(cells, code[pc + 1], value);
                    pc += 2;
                }
                case Opcode.DOUBLE_TO_FLOAT64 -> {
                    DOUBLE.set(cells, code[pc + 1], d);
                    pc += 2;
                }
                case Opcode.PUT_BYTE -> {
                    cells[code[pc + 1]] = (byte) program.constants()[code[pc + 2]];
                    pc += 3;
                }
                case Opcode.PUT_INT -> {
                    INT.set(cells, code[pc + 1], (int) program.constants()[code[pc + 2]]);
                    pc += 3;
                }
                case Opcode.PUT_LONG -> {
                    LONG.set(cells, code[pc + 1], program.constants()[code[pc + 2]]);
                    pc += 3;
                }
                case Opcode.COUNT -> {
                    Moves.count(cells, code[pc + 1]);
                    pc += 2;
                }
                case Opcode.COPY_SPAN -> {
                    batch.copied().begin(row, program.texts()[code[pc + 1]]);
                    batch.copied().append(row, input.bytes(), span, input.position());
                    pc += 2;
                }
                case Opcode.COPY_FLOAT -> {
                    batch.copied().begin(row, program.texts()[code[pc + 1]]);
                    batch.copied().appendFloat(row, (float) d);
                    pc += 2;
                }
                case Opcode.COPY_DOUBLE -> {
                    batch.copied().begin(row, program.texts()[code[pc + 1]]);
                    batch.copied().appendDouble(row, d);
                    pc += 2;
                }
                case Opcode.COPY_TEXT -> {
                    batch.copied().begin(row, program.texts()[code[pc + 1]]);
                    pc += 2;
                }
                case Opcode.COPY_SYMBOL -> {
                    batch.copied().begin(row, program.texts()[code[pc + 1] + (int) n]);
                    pc += 2;
                }
                default -> throw new IllegalStateException("No such instruction: " + code[pc] + " at " + pc);
            }
        }
    }

    private void requireHeld(long n, int pc) throws RecordException {
        boolean held = switch (code[pc]) {
            case Opcode.LONG_TO_INT8 -> n == (byte) n;
            case Opcode.LONG_TO_UINT8 -> n == (n & 0xff);
            case Opcode.LONG_TO_BOOLEAN -> n == (n & 1);
            default -> n == (int) n;
        };
        if (!held) {
            throw invalid(pc);
        }
    }

    private RecordException invalid(int pc) {
        return InvalidFeature.outOfRange(tensors, code[pc + 1]);
    }

    private static int deeper(AvroInput input, int depth) throws RecordException {
        if (depth == MAX_DEPTH) {
            throw input.malformed("records, arrays and maps nest deeper than " + MAX_DEPTH);
        }
        return depth + 1;
    }

    /**
     * Passes over the blocks of an array or map (Avro specification, "Arrays" and "Maps"). Items of a fixed size take one step per block,
     * others at least a byte each, so that the work is bounded by the bytes.
     */
    private void skipItems(int pc, AvroInput input, FeatureBatch batch, int row, int depth) throws RecordException {
        boolean isMap = code[pc] == Opcode.SKIP_MAP;
        int routine = code[pc + 1];
        int itemSize = code[pc + 2];
        boolean trusted = code[pc + 3] == 1;
        long total = 0;
        while (true) {
            long count = input.readBlock(total, trusted);
            if (count == 0) {
                return;
            }
            int blockEnd = input.blockEnd();
            total += count;
            if (isMap) {
                for (long i = 0; i < count; i++) {
                    input.skipBytes();
                    pass(routine, itemSize, input, batch, row, depth);
                }
            } else if (itemSize != SkipCompiler.VARIES) {
                input.skip(count * itemSize);
            } else {
                for (long i = 0; i < count; i++) {
                    run(routine, input, batch, row, depth);
                }
            }
            input.requireBlockEnd(blockEnd);
        }
    }

    /** Passes over a value: {@code size} bytes, or what the routine reads if they are {@link SkipCompiler#VARIES}. */
    void pass(int routine, int size, AvroInput input, FeatureBatch batch, int row, int depth) throws RecordException {
        if (size != SkipCompiler.VARIES) {
            input.skip(size);
        } else {
            run(routine, input, batch, row, depth);
        }
    }
}
