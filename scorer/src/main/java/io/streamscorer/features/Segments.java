package io.streamscorer.features;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A program with the straight pieces of its main routine compiled: the same instructions, with {@link Opcode#SEGMENT} over the first of each piece.
 *
 * @param code the instructions
 * @param segments the pieces
 * @param ends the instruction after each piece
 */
record Segments(int[] code, Segment[] segments, int[] ends) {
    /** A piece of fewer values is not worth a call. */
    private static final int MIN_UNITS = 2;

    /** The just-in-time compiler leaves methods of more than 8,000 bytes alone, and a value takes up to 240. */
    private static final int MAX_UNITS = 32;

    /** Compiles what can be compiled. */
    static Segments of(Program program) {
        Units units = new Units(program.code(), MAX_UNITS);
        SegmentCompiler compiler = new SegmentCompiler(program, units);
        int[] code = program.code().clone();
        List<Segment> segments = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        // Where the loop over the instructions may come from elsewhere: a piece begins there or ends before it.
        Set<Integer> targets = new HashSet<>();
        int pc = 0;
        while (code[pc] != Opcode.END) {
            int end = pc;
            int count = 0;
            for (int next = units.end(end); next >= 0; next = units.end(end)) {
                int added = units.count(end, next);
                if (count + added > MAX_UNITS || (end > pc && targets.contains(end))) {
                    break;
                }
                count += added;
                end = next;
            }
            if (count >= MIN_UNITS) {
                code[pc] = Opcode.SEGMENT;
                code[pc + 1] = segments.size();
                segments.add(compiler.compile(pc, end));
                ends.add(end);
                pc = end;
            } else {
                if (units.branches(pc) && program.code()[pc] != Opcode.UNION) {
                    int target = units.target(pc);
                    if (target < 0) {
                        break; // a piece might then begin before an instruction that is jumped to, and end after it
                    }
                    targets.add(target);
                }
                pc += Units.length(program.code(), pc);
            }
        }
        return new Segments(
                code,
                segments.toArray(Segment[]::new),
                ends.stream().mapToInt(Integer::intValue).toArray());
    }
}
