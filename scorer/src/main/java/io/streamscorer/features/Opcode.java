package io.streamscorer.features;

/**
 * The instructions of a {@link Program}: each an opcode followed by its operands, all ints. Reading instructions set the registers:
 * {@code n} (long) after an integer, a boolean or an enum, {@code d} (double) after a floating-point number, and for all of them the span of
 * the value's bytes, which the copying instructions and some stores use. A cell is given by its offset in {@link FeatureBatch#row()}.
 *
 * <p>Plain numbers and booleans on their way into the commonest dtypes have instructions. Everything rarer is one instruction that names an
 * object of the program which does it, so that the loop over the instructions stays small enough for the just-in-time compiler.
 */
final class Opcode {
    /** Ends a routine. */
    static final int END = 0;
    /** Goes to another instruction: target. */
    static final int JUMP = 1;
    /** Runs another routine: target. */
    static final int CALL = 2;
    /** Reads a branch index and goes there: count, then as many targets. */
    static final int UNION = 3;
    /** Rejects the event: index of the failure. */
    static final int FAIL = 4;

    static final int READ_BOOLEAN = 5;
    static final int READ_INT = 6;
    static final int READ_LONG = 7;
    static final int READ_FLOAT = 8;
    static final int READ_DOUBLE = 9;
    /** Reads a string or bytes. */
    static final int READ_BYTES = 10;
    /** Reads as many bytes: count. */
    static final int READ_FIXED = 11;
    /** Reads a symbol's index: count, then for each symbol the index of its failure, or -1. */
    static final int READ_ENUM = 12;
    /** Skips an array: routine of an item, size of an item in bytes or -1 if it varies, 1 to trust the size of a block. */
    static final int SKIP_ARRAY = 13;
    /** Skips a map: as {@link #SKIP_ARRAY}, of the values. */
    static final int SKIP_MAP = 14;

    /** Promotes: {@code d} becomes {@code n} rounded to a float. */
    static final int LONG_TO_FLOAT = 15;
    /** Promotes: {@code d} becomes {@code n} rounded to a double. */
    static final int LONG_TO_DOUBLE = 16;

    // A plain number is one that is neither scaled nor encoded nor an array's item.

    /** Writes {@code n} as float32: cell. */
    static final int LONG_TO_FLOAT32 = 17;
    /** Writes {@code n} as float64: cell. */
    static final int LONG_TO_FLOAT64 = 18;
    /** Writes {@code n} as int8: cell. */
    static final int LONG_TO_INT8 = 19;
    /** Writes {@code n} as uint8: cell. */
    static final int LONG_TO_UINT8 = 20;
    /** Writes {@code n} as int32: cell. */
    static final int LONG_TO_INT32 = 21;
    /** Writes {@code n} as int64: cell. */
    static final int LONG_TO_INT64 = 22;
    /** Writes {@code n} as boolean: cell. */
    static final int LONG_TO_BOOLEAN = 23;
    /** Writes {@code d} as float32: cell. */
    static final int DOUBLE_TO_FLOAT32 = 24;
    /** Writes {@code d} as float64: cell. */
    static final int DOUBLE_TO_FLOAT64 = 25;

    /** Writes a constant of one byte: cell, index of the constant. */
    static final int PUT_BYTE = 26;
    /** Writes a constant of four bytes: cell, index of the constant. */
    static final int PUT_INT = 27;
    /** Writes a constant of eight bytes: cell, index of the constant. */
    static final int PUT_LONG = 28;

    /** Copies text and then the value's bytes: index of the text. */
    static final int COPY_SPAN = 29;
    /** Copies text and then {@code d} as a float: index of the text. */
    static final int COPY_FLOAT = 30;
    /** Copies text and then {@code d} as a double: index of the text. */
    static final int COPY_DOUBLE = 31;
    /** Copies text that holds key, branch and value: index of the text. */
    static final int COPY_TEXT = 32;
    /** Copies the text of the symbol {@code n}: index of the first symbol's text. */
    static final int COPY_SYMBOL = 33;

    /** Reads the index of one of two branches and goes on, or elsewhere for null: null's index, target for null. */
    static final int NULLABLE = 34;

    /** Reads an int and writes it as float32: cell. Like the others that move, it sets no register. */
    static final int MOVE_INT_FLOAT32 = 35;
    /** Reads a long and writes it as float32: cell. */
    static final int MOVE_LONG_FLOAT32 = 36;
    /** Reads a float and writes it as float32: cell. */
    static final int MOVE_FLOAT_FLOAT32 = 37;
    /** Reads a double and writes it as float32: cell. */
    static final int MOVE_DOUBLE_FLOAT32 = 38;
    /** Reads a double and writes it as float64: cell. */
    static final int MOVE_DOUBLE_FLOAT64 = 39;

    /** Stores the value that was read in one of the ways that have no instruction of their own: index of the {@link Store}. */
    static final int STORE = 40;
    /** Reads an array into cells: index of the {@link ArrayReader}. Sets no register. */
    static final int ARRAY = 41;
    /** Reads values of a map's keys: index of the {@link MapReader}. Sets no register. */
    static final int MAP = 42;

    /** Runs a piece of compiled code: index of the {@link Segment}. Stands over the first instruction of those that it does. */
    static final int SEGMENT = 43;

    /** Counts a value that was missing: the counter's place in {@link FeatureBatch#row()}. */
    static final int COUNT = 44;

    private Opcode() {}
}
