package io.streamscorer.features;

import io.streamscorer.failure.RecordException;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the values of some keys of a map (Avro specification, "Maps"). Immutable once the program stands, and thread-safe.
 *
 * <p>One pass over all entries, strict as where a map is passed over, notes where the value of each key stands; then the values are read from there,
 * in the order of the features. So a key that occurs twice has its last value, as with Avro's reader, and only that one must fit the tensor. A key
 * is first compared with the one that follows the last that was found, which is right as long as a producer keeps its order, and looked up
 * by its hash else; keys are compared as bytes.
 */
final class MapReader {
    private static final int ABSENT = -1;

    private final ByteKeys keys;
    private final int firstPosition;
    private final int valueSize;
    private final int[] present;
    private final int[] absent;
    private int pass = -1;

    /**
     * Describes a map.
     *
     * @param keys the keys that are read
     * @param firstPosition where the notes for this map start in {@link FeatureBatch#positions()}; it has as many as keys
     * @param valueSize the size of every value in bytes, or {@link SkipCompiler#VARIES}
     */
    MapReader(List<String> keys, int firstPosition, int valueSize) {
        this.keys = new ByteKeys(keys);
        this.firstPosition = firstPosition;
        this.valueSize = valueSize;
        this.present = new int[keys.size()];
        this.absent = new int[keys.size()];
    }

    /** Sets where the routine that passes over a value starts; called while the program is compiled. */
    void pass(int entry) {
        pass = entry;
    }

    /** Sets where the routine that reads a key's value starts; called while the program is compiled. */
    void present(int key, int entry) {
        present[key] = entry;
    }

    /** Sets where the routine for a key that is not in the map starts; called while the program is compiled. */
    void absent(int key, int entry) {
        absent[key] = entry;
    }

    void read(ProgramRunner runner, AvroInput input, FeatureBatch batch, int row, int depth) throws RecordException {
        int[] positions = batch.positions();
        Arrays.fill(positions, firstPosition, firstPosition + keys.size(), ABSENT);
        find(positions, runner, input, batch, row, depth);
        int end = input.position();
        for (int key = 0; key < present.length; key++) {
            int position = positions[firstPosition + key];
            if (position == ABSENT) {
                runner.run(absent[key], input, batch, row, depth);
            } else {
                input.position(position);
                runner.run(present[key], input, batch, row, depth);
            }
        }
        input.position(end);
    }

    private void find(int[] positions, ProgramRunner runner, AvroInput input, FeatureBatch batch, int row, int depth)
            throws RecordException {
        long total = 0;
        int expected = 0;
        while (true) {
            long count = input.readBlock(total, false);
            if (count == 0) {
                return;
            }
            int blockEnd = input.blockEnd();
            total += count;
            for (long i = 0; i < count; i++) {
                int to = input.readLength() + input.position();
                int from = input.position();
                input.position(to);
                int key = keys.is(expected, input.bytes(), from, to) ? expected : keys.indexOf(input.bytes(), from, to);
                if (key >= 0) {
                    positions[firstPosition + key] = to;
                    expected = key + 1 == present.length ? 0 : key + 1;
                }
                runner.pass(pass, valueSize, input, batch, row, depth);
            }
            input.requireBlockEnd(blockEnd);
        }
    }
}
