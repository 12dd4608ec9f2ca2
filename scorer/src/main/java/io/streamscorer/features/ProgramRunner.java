package io.streamscorer.features;

import io.streamscorer.failure.RecordException;
import java.nio.ByteBuffer;
import java.util.List;

/** Runs a {@link Program} over an event's bytes. Immutable and thread-safe. */
final class ProgramRunner {
    /**
     * How many routines may be under way at once. Each is a record, array or map that is passed over; only values of recursive types nest
     * deeper, and what nests deeper than this would end the thread's stack at some depth.
     */
    static final int MAX_DEPTH = 1000;

    /** The most items that Avro's own reader takes in an array or map. */
    private static final long MAX_ITEMS = Integer.MAX_VALUE - 8;

    private final int[] code;
    private final Program program;
    private final List<InputTensor> tensors;
    /** The size of each tensor's row in bytes. */
    private final int[] strides;

    ProgramRunner(Program program, List<InputTensor> tensors) {
        this.program = program;
        this.code = program.code();
        this.tensors = tensors;
        this.strides = tensors.stream()
                .mapToInt(tensor -> tensor.features().size() * tensor.dtype().bytes())
                .toArray();
    }

    /** Runs the routine that starts at {@code entry}. */
    void run(int entry, AvroInput input, FeatureBatch batch, int row, int depth) throws RecordException {
        int[] code = this.code;
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
                case Opcode.UNION -> pc = code[pc + 2 + input.readIndex(code[pc + 1])];
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
                case Opcode.LONG_TO_FLOAT -> {
                    d = (float) n;
                    pc++;
                }
                case Opcode.LONG_TO_DOUBLE -> {
                    d = n;
                    pc++;
                }
                case Opcode.LONG_TO_FLOAT32 -> {
                    buffer(batch, pc).putFloat(index(pc, row), (float) n);
                    pc += 3;
                }
                case Opcode.LONG_TO_FLOAT64 -> {
                    buffer(batch, pc).putDouble(index(pc, row), n);
                    pc += 3;
                }
                case Opcode.LONG_TO_INT8, Opcode.LONG_TO_UINT8, Opcode.LONG_TO_BOOLEAN -> {
                    requireHeld(n, pc);
                    buffer(batch, pc).put(index(pc, row), (byte) n);
                    pc += 3;
                }
                case Opcode.LONG_TO_INT32 -> {
                    requireHeld(n, pc);
                    buffer(batch, pc).putInt(index(pc, row), (int) n);
                    pc += 3;
                }
                case Opcode.LONG_TO_INT64 -> {
                    buffer(batch, pc).putLong(index(pc, row), n);
                    pc += 3;
                }
                case Opcode.DOUBLE_TO_FLOAT32 -> {
                    float value = (float) d;
                    if (Float.isInfinite(value) && !Double.isInfinite(d)) {
                        throw invalid(pc);
                    }
                    buffer(batch, pc).putFloat(index(pc, row), value);
                    pc += 3;
                }
                case Opcode.DOUBLE_TO_FLOAT64 -> {
                    buffer(batch, pc).putDouble(index(pc, row), d);
                    pc += 3;
                }
                case Opcode.PUT_BYTE -> {
                    buffer(batch, pc).put(index(pc, row), (byte) program.constants()[code[pc + 3]]);
                    pc += 4;
                }
                case Opcode.PUT_INT -> {
                    buffer(batch, pc).putInt(index(pc, row), (int) program.constants()[code[pc + 3]]);
                    pc += 4;
                }
                case Opcode.PUT_LONG -> {
                    buffer(batch, pc).putLong(index(pc, row), program.constants()[code[pc + 3]]);
                    pc += 4;
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

    private ByteBuffer buffer(FeatureBatch batch, int pc) {
        return batch.buffer(code[pc + 1]);
    }

    private int index(int pc, int row) {
        return row * strides[code[pc + 1]] + code[pc + 2];
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
        return InvalidFeature.of(tensors.get(code[pc + 1]), code[pc + 2]);
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
            long count = input.readLong();
            if (count == 0) {
                return;
            }
            long blockEnd = -1;
            if (count < 0) {
                long blockSize = input.readLong();
                if (blockSize < 0 || blockSize > input.remaining()) {
                    throw input.malformed("expected the size of a block, but found " + blockSize);
                }
                if (trusted) {
                    input.skip(blockSize);
                    continue;
                }
                count = -count;
                blockEnd = input.position() + blockSize;
            }
            if (count < 0 || count > MAX_ITEMS - total) {
                throw input.malformed("expected the number of items of an array or map, but found " + count);
            }
            total += count;
            if (isMap) {
                for (long i = 0; i < count; i++) {
                    input.skipBytes();
                    passItem(routine, itemSize, input, batch, row, depth);
                }
            } else if (itemSize != SkipCompiler.VARIES) {
                input.skip(count * itemSize);
            } else {
                for (long i = 0; i < count; i++) {
                    run(routine, input, batch, row, depth);
                }
            }
            if (blockEnd >= 0 && input.position() != blockEnd) {
                throw input.malformed("expected a block's items to end at its size");
            }
        }
    }

    private void passItem(int routine, int itemSize, AvroInput input, FeatureBatch batch, int row, int depth)
            throws RecordException {
        if (itemSize != SkipCompiler.VARIES) {
            input.skip(itemSize);
        } else {
            run(routine, input, batch, row, depth);
        }
    }
}
