package io.streamscorer.features;

/**
 * Finds the values of a {@link Program} that a {@link Segment} can do: a plain number on its way into cells, a value that is passed over without a look at
 * what it holds, a constant, and a nullable one of these. Each is one unit of instructions that follow one another.
 */
final class Units {
    private static final int NONE = -1;

    private final int[] code;
    private final int maxNested;

    /** @param maxNested the most units that a nullable one may hold */
    Units(int[] code, int maxNested) {
        this.code = code;
        this.maxNested = maxNested;
    }

    /** The instruction after the unit that begins at an instruction, or -1 if none begins there. */
    int end(int pc) {
        return switch (code[pc]) {
            case Opcode.MOVE_INT_FLOAT32,
                    Opcode.MOVE_LONG_FLOAT32,
                    Opcode.MOVE_FLOAT_FLOAT32,
                    Opcode.MOVE_DOUBLE_FLOAT32,
                    Opcode.MOVE_DOUBLE_FLOAT64,
                    Opcode.PUT_BYTE,
                    Opcode.PUT_INT,
                    Opcode.PUT_LONG,
                    Opcode.COUNT -> pc + length(code, pc);
            case Opcode.READ_BOOLEAN, Opcode.READ_INT, Opcode.READ_LONG -> {
                int next = pc + 1;
                while (code[next] >= Opcode.LONG_TO_FLOAT32 && code[next] <= Opcode.LONG_TO_BOOLEAN) {
                    next += 2;
                }
                yield usesRegister(code[next]) ? NONE : next;
            }
            case Opcode.READ_FLOAT, Opcode.READ_DOUBLE -> {
                int next = pc + 1;
                while (code[next] == Opcode.DOUBLE_TO_FLOAT32 || code[next] == Opcode.DOUBLE_TO_FLOAT64) {
                    next += 2;
                }
                yield usesRegister(code[next]) ? NONE : next;
            }
            case Opcode.READ_BYTES, Opcode.READ_FIXED -> {
                int next = pc + length(code, pc);
                yield usesRegister(code[next]) ? NONE : next;
            }
            case Opcode.READ_ENUM -> {
                int next = pc + length(code, pc);
                for (int failure = pc + 2; failure < next; failure++) {
                    if (code[failure] >= 0) {
                        yield NONE;
                    }
                }
                yield usesRegister(code[next]) ? NONE : next;
            }
            case Opcode.NULLABLE -> {
                int end = nullableEnd(pc);
                yield end >= 0 && count(pc + 3, end) <= maxNested ? end : NONE;
            }
            default -> NONE;
        };
    }

    /** How many values the units from one instruction to another have. */
    int count(int from, int to) {
        int count = 0;
        for (int pc = from; pc < to; pc = end(pc)) {
            count += code[pc] == Opcode.NULLABLE ? 1 + count(pc + 3, rejoin(pc)) : 1;
        }
        return count;
    }

    /** The end of a nullable unit if all that it holds are units, else -1. */
    private int nullableEnd(int pc) {
        int rejoin = rejoin(pc);
        int next = pc + 3;
        while (next >= 0 && next < rejoin) {
            next = end(next);
        }
        return next == rejoin ? rejoin : NONE;
    }

    /**
     * Where a nullable value's two ways meet.
     *
     * @return the instruction, or -1 if what null means is not a straight line of instructions
     */
    private int rejoin(int pc) {
        int nothing = code[pc + 2];
        while (code[nothing] != Opcode.JUMP) {
            if (branches(nothing) || code[nothing] == Opcode.END) {
                return NONE;
            }
            nothing += length(code, nothing);
        }
        return code[nothing + 1];
    }

    /** Whether the loop over the instructions may go on elsewhere than after this instruction. */
    boolean branches(int pc) {
        return code[pc] == Opcode.JUMP || code[pc] == Opcode.NULLABLE || code[pc] == Opcode.UNION;
    }

    /**
     * Where it then goes on, a union's branches apart, which end in jumps of their own.
     *
     * @return the instruction, or -1 if it is not known
     */
    int target(int pc) {
        return code[pc] == Opcode.JUMP ? code[pc + 1] : rejoin(pc);
    }

    /** Whether an instruction reads nothing: it writes a constant or counts. */
    static boolean isPut(int opcode) {
        return opcode == Opcode.PUT_BYTE
                || opcode == Opcode.PUT_INT
                || opcode == Opcode.PUT_LONG
                || opcode == Opcode.COUNT;
    }

    private static boolean usesRegister(int opcode) {
        return switch (opcode) {
            case Opcode.LONG_TO_FLOAT,
                    Opcode.LONG_TO_DOUBLE,
                    Opcode.LONG_TO_FLOAT32,
                    Opcode.LONG_TO_FLOAT64,
                    Opcode.LONG_TO_INT8,
                    Opcode.LONG_TO_UINT8,
                    Opcode.LONG_TO_INT32,
                    Opcode.LONG_TO_INT64,
                    Opcode.LONG_TO_BOOLEAN,
                    Opcode.DOUBLE_TO_FLOAT32,
                    Opcode.DOUBLE_TO_FLOAT64,
                    Opcode.COPY_SPAN,
                    Opcode.COPY_FLOAT,
                    Opcode.COPY_DOUBLE,
                    Opcode.COPY_SYMBOL,
                    Opcode.STORE -> true;
            default -> false;
        };
    }

    /** How many ints an instruction has. */
    static int length(int[] code, int pc) {
        return switch (code[pc]) {
            case Opcode.END,
                    Opcode.READ_BOOLEAN,
                    Opcode.READ_INT,
                    Opcode.READ_LONG,
                    Opcode.READ_FLOAT,
                    Opcode.READ_DOUBLE,
                    Opcode.READ_BYTES,
                    Opcode.LONG_TO_FLOAT,
                    Opcode.LONG_TO_DOUBLE -> 1;
            case Opcode.UNION, Opcode.READ_ENUM -> 2 + code[pc + 1];
            case Opcode.PUT_BYTE, Opcode.PUT_INT, Opcode.PUT_LONG, Opcode.NULLABLE -> 3;
            case Opcode.SKIP_ARRAY, Opcode.SKIP_MAP -> 4;
            default -> 2;
        };
    }
}
