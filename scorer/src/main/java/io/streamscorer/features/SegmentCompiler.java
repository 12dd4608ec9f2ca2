package io.streamscorer.features;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.BALOAD;
import static org.objectweb.asm.Opcodes.DLOAD;
import static org.objectweb.asm.Opcodes.DSTORE;
import static org.objectweb.asm.Opcodes.F2D;
import static org.objectweb.asm.Opcodes.FLOAD;
import static org.objectweb.asm.Opcodes.FSTORE;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.I2B;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.IAND;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFGE;
import static org.objectweb.asm.Opcodes.IFLT;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.IF_ICMPGE;
import static org.objectweb.asm.Opcodes.IF_ICMPGT;
import static org.objectweb.asm.Opcodes.IF_ICMPLT;
import static org.objectweb.asm.Opcodes.IF_ICMPNE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.IOR;
import static org.objectweb.asm.Opcodes.ISHL;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.ISUB;
import static org.objectweb.asm.Opcodes.IUSHR;
import static org.objectweb.asm.Opcodes.L2D;
import static org.objectweb.asm.Opcodes.L2F;
import static org.objectweb.asm.Opcodes.L2I;
import static org.objectweb.asm.Opcodes.LAND;
import static org.objectweb.asm.Opcodes.LCMP;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LOR;
import static org.objectweb.asm.Opcodes.LRETURN;
import static org.objectweb.asm.Opcodes.LSHL;
import static org.objectweb.asm.Opcodes.LSTORE;
import static org.objectweb.asm.Opcodes.NOP;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Writes {@link Segment}s (Java Virtual Machine Specification, chapters 4 and 6).
 *
 * <p>The position is a local variable. Each unit begins by keeping it, so that whatever it meets it can stop where it began. A variable-length
 * integer is read byte by byte, with a branch after each: lengths hardly vary from event to event, so that the processor guesses them and does not
 * wait for one value's length before it begins with the next.
 */
final class SegmentCompiler {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final String SUPER = Type.getInternalName(Segment.class);
    private static final String MOVES = Type.getInternalName(Moves.class);

    private static final int BYTES = 1;
    private static final int POSITION = 2;
    private static final int LIMIT = 3;
    private static final int CELLS = 4;
    /** Where the unit began. */
    private static final int START = 5;
    /** The low bits of a variable-length integer. */
    private static final int BITS = 6;
    /** The bits above them. */
    private static final int MORE = 7;
    /** An integer (long), or a floating-point number. */
    private static final int VALUE = 8;

    /** As many groups of seven bits fit an int with a bit to spare, which then is the last byte's sign. */
    private static final int GROUPS = 4;

    private final Program program;
    private final int[] code;
    private final Units units;

    SegmentCompiler(Program program, Units units) {
        this.program = program;
        this.code = program.code();
        this.units = units;
    }

    /** Compiles the units from one instruction to another. */
    Segment compile(int from, int to) {
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        type.visit(V17, ACC_FINAL, SUPER + "Code", null, SUPER, null);
        MethodVisitor constructor = type.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(ALOAD, 0);
        constructor.visitMethodInsn(INVOKESPECIAL, SUPER, "<init>", "()V", false);
        constructor.visitInsn(RETURN);
        constructor.visitMaxs(0, 0);
        MethodVisitor run = type.visitMethod(ACC_FINAL, "run", "([BII[B)J", null, null);
        run.visitCode();
        new Body(run).units(from, to);
        leave(run, to);
        run.visitMaxs(0, 0);
        try {
            return (Segment) LOOKUP.defineHiddenClass(type.toByteArray(), true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The decoder's own code cannot be loaded", e);
        }
    }

    private static void leave(MethodVisitor run, int pc) {
        run.visitLdcInsn((long) pc << Integer.SIZE);
        run.visitVarInsn(ILOAD, POSITION);
        run.visitInsn(I2L);
        run.visitInsn(LOR);
        run.visitInsn(LRETURN);
    }

    /** The instructions of one segment. */
    private final class Body {
        private final MethodVisitor run;

        Body(MethodVisitor run) {
            this.run = run;
        }

        void units(int from, int to) {
            for (int pc = from; pc < to; pc = units.end(pc)) {
                if (Units.isPut(code[pc])) {
                    put(pc);
                } else {
                    unit(pc);
                }
            }
        }

        private void unit(int pc) {
            Label stop = new Label();
            Label done = new Label();
            run.visitVarInsn(ILOAD, POSITION);
            run.visitVarInsn(ISTORE, START);
            switch (code[pc]) {
                case Opcode.MOVE_INT_FLOAT32 -> {
                    varint(true, stop);
                    storeLong(Opcode.LONG_TO_FLOAT32, code[pc + 1], stop);
                }
                case Opcode.MOVE_LONG_FLOAT32 -> {
                    varint(false, stop);
                    storeLong(Opcode.LONG_TO_FLOAT32, code[pc + 1], stop);
                }
                case Opcode.MOVE_FLOAT_FLOAT32 -> {
                    float32(stop);
                    storeDouble(false, Opcode.DOUBLE_TO_FLOAT32, code[pc + 1], stop);
                }
                case Opcode.MOVE_DOUBLE_FLOAT32 -> {
                    float64(stop);
                    storeDouble(true, Opcode.DOUBLE_TO_FLOAT32, code[pc + 1], stop);
                }
                case Opcode.MOVE_DOUBLE_FLOAT64 -> {
                    float64(stop);
                    storeDouble(true, Opcode.DOUBLE_TO_FLOAT64, code[pc + 1], stop);
                }
                case Opcode.READ_BOOLEAN -> {
                    bool(stop);
                    storeLongs(pc + 1, stop);
                }
                case Opcode.READ_INT -> {
                    varint(true, stop);
                    storeLongs(pc + 1, stop);
                }
                case Opcode.READ_LONG -> {
                    varint(false, stop);
                    storeLongs(pc + 1, stop);
                }
                case Opcode.READ_FLOAT -> {
                    float32(stop);
                    storeDoubles(false, pc + 1, stop);
                }
                case Opcode.READ_DOUBLE -> {
                    float64(stop);
                    storeDoubles(true, pc + 1, stop);
                }
                case Opcode.READ_BYTES -> skipBytes(stop);
                case Opcode.READ_FIXED -> {
                    require(code[pc + 1], stop);
                    advance(code[pc + 1]);
                }
                case Opcode.READ_ENUM -> symbol(code[pc + 1], stop);
                case Opcode.NULLABLE -> nullable(pc, stop, done);
                default -> throw new IllegalArgumentException("No unit begins with " + code[pc]);
            }
            run.visitJumpInsn(GOTO, done);
            run.visitLabel(stop);
            run.visitVarInsn(ILOAD, START);
            run.visitVarInsn(ISTORE, POSITION);
            leave(run, pc);
            run.visitLabel(done);
        }

        private void put(int pc) {
            run.visitVarInsn(ALOAD, CELLS);
            run.visitLdcInsn(code[pc + 1]);
            if (code[pc] == Opcode.COUNT) {
                call("count", "([BI)V");
                return;
            }
            long bits = program.constants()[code[pc + 2]];
            switch (code[pc]) {
                case Opcode.PUT_BYTE -> {
                    run.visitLdcInsn((int) bits);
                    call("putByte", "([BII)V");
                }
                case Opcode.PUT_INT -> {
                    run.visitLdcInsn((int) bits);
                    call("putInt", "([BII)V");
                }
                default -> {
                    run.visitLdcInsn(bits);
                    call("putLong", "([BIJ)V");
                }
            }
        }

        private void nullable(int pc, Label stop, Label done) {
            int nothing = code[pc + 1];
            Label value = new Label();
            require(1, stop);
            load();
            run.visitVarInsn(ISTORE, BITS);
            advance(1);
            run.visitVarInsn(ILOAD, BITS);
            run.visitLdcInsn((1 - nothing) << 1);
            Label other = new Label();
            run.visitJumpInsn(IF_ICMPNE, other);
            run.visitJumpInsn(GOTO, value);
            run.visitLabel(other);
            run.visitVarInsn(ILOAD, BITS);
            run.visitLdcInsn(nothing << 1);
            run.visitJumpInsn(IF_ICMPNE, stop);
            nothing(code[pc + 2], stop, done);
            run.visitLabel(value);
            units(pc + 3, units.end(pc));
            // What is within keeps its own start; nothing after it stops here.
        }

        /** Emits what null means, or, where that is more than constants, nothing of it: it is done from its start, and counts once. */
        private void nothing(int from, Label stop, Label done) {
            int end = from;
            while (Units.isPut(code[end])) {
                end += Units.length(code, end);
            }
            if (code[end] != Opcode.JUMP) {
                run.visitJumpInsn(GOTO, stop);
                return;
            }
            for (int pc = from; pc < end; pc += Units.length(code, pc)) {
                put(pc);
            }
            run.visitJumpInsn(GOTO, done);
        }

        private void storeLongs(int pc, Label stop) {
            for (int next = pc;
                    code[next] >= Opcode.LONG_TO_FLOAT32 && code[next] <= Opcode.LONG_TO_BOOLEAN;
                    next += 2) {
                storeLong(code[next], code[next + 1], stop);
            }
        }

        private void storeLong(int opcode, int cell, Label stop) {
            switch (opcode) {
                case Opcode.LONG_TO_INT8 -> requireHeld(I2B, stop);
                case Opcode.LONG_TO_INT32 -> requireHeld(NOP, stop);
                case Opcode.LONG_TO_UINT8 -> requireMasked(0xff, stop);
                case Opcode.LONG_TO_BOOLEAN -> requireMasked(1, stop);
                default -> {}
            }
            run.visitVarInsn(ALOAD, CELLS);
            run.visitLdcInsn(cell);
            run.visitVarInsn(LLOAD, VALUE);
            switch (opcode) {
                case Opcode.LONG_TO_FLOAT32 -> {
                    run.visitInsn(L2F);
                    call("putFloat", "([BIF)V");
                }
                case Opcode.LONG_TO_FLOAT64 -> {
                    run.visitInsn(L2D);
                    call("putDouble", "([BID)V");
                }
                case Opcode.LONG_TO_INT64 -> call("putLong", "([BIJ)V");
                case Opcode.LONG_TO_INT32 -> {
                    run.visitInsn(L2I);
                    call("putInt", "([BII)V");
                }
                default -> {
                    run.visitInsn(L2I);
                    call("putByte", "([BII)V");
                }
            }
        }

        /** Stops unless the value survives the way to int, through another type and back. */
        private void requireHeld(int through, Label stop) {
            run.visitVarInsn(LLOAD, VALUE);
            run.visitInsn(L2I);
            run.visitInsn(through);
            run.visitInsn(I2L);
            run.visitVarInsn(LLOAD, VALUE);
            run.visitInsn(LCMP);
            run.visitJumpInsn(IFNE, stop);
        }

        private void requireMasked(long mask, Label stop) {
            run.visitVarInsn(LLOAD, VALUE);
            run.visitLdcInsn(~mask);
            run.visitInsn(LAND);
            run.visitLdcInsn(0L);
            run.visitInsn(LCMP);
            run.visitJumpInsn(IFNE, stop);
        }

        private void storeDoubles(boolean wide, int pc, Label stop) {
            for (int next = pc;
                    code[next] == Opcode.DOUBLE_TO_FLOAT32 || code[next] == Opcode.DOUBLE_TO_FLOAT64;
                    next += 2) {
                storeDouble(wide, code[next], code[next + 1], stop);
            }
        }

        private void storeDouble(boolean wide, int opcode, int cell, Label stop) {
            run.visitVarInsn(ALOAD, CELLS);
            run.visitLdcInsn(cell);
            run.visitVarInsn(wide ? DLOAD : FLOAD, VALUE);
            if (opcode == Opcode.DOUBLE_TO_FLOAT64) {
                if (!wide) {
                    run.visitInsn(F2D);
                }
                call("putDouble", "([BID)V");
            } else if (wide) {
                call("putRounded", "([BID)Z");
                run.visitJumpInsn(IFEQ, stop);
            } else {
                call("putFloat", "([BIF)V");
            }
        }

        private void float32(Label stop) {
            require(Float.BYTES, stop);
            run.visitVarInsn(ALOAD, BYTES);
            run.visitVarInsn(ILOAD, POSITION);
            call("float32", "([BI)F");
            run.visitVarInsn(FSTORE, VALUE);
            advance(Float.BYTES);
        }

        private void float64(Label stop) {
            require(Double.BYTES, stop);
            run.visitVarInsn(ALOAD, BYTES);
            run.visitVarInsn(ILOAD, POSITION);
            call("float64", "([BI)D");
            run.visitVarInsn(DSTORE, VALUE);
            advance(Double.BYTES);
        }

        private void bool(Label stop) {
            require(1, stop);
            load();
            run.visitInsn(I2L);
            run.visitVarInsn(LSTORE, VALUE);
            requireMasked(1, stop);
            advance(1);
        }

        /** Reads a variable-length integer of up to eight bytes, or five if it is an int, into {@link #VALUE}. */
        private void varint(boolean isInt, Label stop) {
            Label decoded = new Label();
            Label longer = new Label();
            Label done = new Label();
            require(GROUPS + 1, stop);
            groups(BITS, GROUPS, decoded);
            require(isInt ? 1 : GROUPS, stop);
            run.visitVarInsn(ILOAD, BITS);
            run.visitLdcInsn((1 << (7 * GROUPS)) - 1);
            run.visitInsn(IAND);
            run.visitVarInsn(ISTORE, BITS);
            if (isInt) {
                load();
                run.visitVarInsn(ISTORE, MORE);
                advance(1);
                // What is left of 32 bits; a negative number is a sixth byte's announcement.
                run.visitVarInsn(ILOAD, MORE);
                run.visitLdcInsn(-1 << (Integer.SIZE - 7 * GROUPS));
                run.visitInsn(IAND);
                run.visitJumpInsn(IFNE, stop);
            } else {
                groups(MORE, GROUPS, longer);
                run.visitJumpInsn(GOTO, stop);
            }
            run.visitLabel(longer);
            run.visitVarInsn(ILOAD, MORE);
            run.visitInsn(I2L);
            run.visitLdcInsn(7 * GROUPS);
            run.visitInsn(LSHL);
            run.visitVarInsn(ILOAD, BITS);
            run.visitInsn(I2L);
            run.visitInsn(LOR);
            call("unzigzag", "(J)J");
            run.visitVarInsn(LSTORE, VALUE);
            run.visitJumpInsn(GOTO, done);
            run.visitLabel(decoded);
            run.visitVarInsn(ILOAD, BITS);
            run.visitInsn(I2L);
            call("unzigzag", "(J)J");
            run.visitVarInsn(LSTORE, VALUE);
            run.visitLabel(done);
        }

        /** Reads up to {@code count} groups of seven bits, four at most, and goes to the label with the last of them; else goes on with a negative number. */
        private void groups(int variable, int count, Label last) {
            for (int read = 0; read < count; read++) {
                load();
                if (read > 0) {
                    run.visitLdcInsn(7 * read);
                    run.visitInsn(ISHL);
                    run.visitVarInsn(ILOAD, variable);
                    run.visitLdcInsn((1 << (7 * read)) - 1);
                    run.visitInsn(IAND);
                    run.visitInsn(IOR);
                }
                run.visitVarInsn(ISTORE, variable);
                advance(1);
                run.visitVarInsn(ILOAD, variable);
                run.visitJumpInsn(IFGE, last);
            }
        }

        /** Passes over a string or bytes whose length has one byte or two. */
        private void skipBytes(Label stop) {
            Label decoded = new Label();
            require(2, stop);
            groups(BITS, 2, decoded);
            run.visitJumpInsn(GOTO, stop);
            run.visitLabel(decoded);
            // An odd number is a negative length.
            run.visitVarInsn(ILOAD, BITS);
            run.visitLdcInsn(1);
            run.visitInsn(IAND);
            run.visitJumpInsn(IFNE, stop);
            run.visitVarInsn(ILOAD, BITS);
            run.visitLdcInsn(1);
            run.visitInsn(IUSHR);
            run.visitVarInsn(ISTORE, BITS);
            run.visitVarInsn(ILOAD, BITS);
            run.visitVarInsn(ILOAD, LIMIT);
            run.visitVarInsn(ILOAD, POSITION);
            run.visitInsn(ISUB);
            run.visitJumpInsn(IF_ICMPGT, stop);
            run.visitVarInsn(ILOAD, POSITION);
            run.visitVarInsn(ILOAD, BITS);
            run.visitInsn(IADD);
            run.visitVarInsn(ISTORE, POSITION);
        }

        /** Passes over a symbol's index of one byte, which must be below {@code count}. */
        private void symbol(int count, Label stop) {
            require(1, stop);
            load();
            run.visitVarInsn(ISTORE, BITS);
            run.visitVarInsn(ILOAD, BITS);
            run.visitJumpInsn(IFLT, stop);
            run.visitVarInsn(ILOAD, BITS);
            run.visitLdcInsn(1);
            run.visitInsn(IAND);
            run.visitJumpInsn(IFNE, stop);
            run.visitVarInsn(ILOAD, BITS);
            run.visitLdcInsn(2 * count);
            run.visitJumpInsn(IF_ICMPGE, stop);
            advance(1);
        }

        private void require(int count, Label stop) {
            run.visitVarInsn(ILOAD, LIMIT);
            run.visitVarInsn(ILOAD, POSITION);
            run.visitInsn(ISUB);
            run.visitLdcInsn(count);
            run.visitJumpInsn(IF_ICMPLT, stop);
        }

        private void load() {
            run.visitVarInsn(ALOAD, BYTES);
            run.visitVarInsn(ILOAD, POSITION);
            run.visitInsn(BALOAD);
        }

        private void advance(int count) {
            run.visitIincInsn(POSITION, count);
        }

        private void call(String method, String descriptor) {
            run.visitMethodInsn(INVOKESTATIC, MOVES, method, descriptor, false);
        }
    }
}
