package io.streamscorer.features;

import io.streamscorer.failure.RecordFailure;

/**
 * A compiled decoder: instructions, as {@link Opcode} lists them, and the constants that they name by index. Runs from index 0. Immutable
 * by convention: nothing writes to the arrays after it was built.
 *
 * @param code the instructions
 * @param constants the bits of constant cells
 * @param texts pieces of Avro's binary form that are copied as they are
 * @param failures why events are rejected
 * @param stores what becomes of values that were read, beyond plain numbers
 * @param arrays the arrays that fill cells
 * @param maps the maps whose keys are read
 */
record Program(
        int[] code,
        long[] constants,
        byte[][] texts,
        RecordFailure[] failures,
        Store[] stores,
        ArrayReader[] arrays,
        MapReader[] maps) {}
