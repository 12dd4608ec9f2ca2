package io.streamscorer.features;

/**
 * A straight piece of a {@link Program} as machine code: a class that {@link SegmentCompiler} has written, which the just-in-time compiler turns into
 * code without a loop over instructions. It does the ordinary only. At anything else (a malformed value, one that a cell cannot hold, the last few
 * bytes of an event) it stops before the instruction in question and leaves it to {@link ProgramRunner}. Immutable and thread-safe.
 */
abstract class Segment {
    /**
     * Runs the piece.
     *
     * @param bytes holds the event
     * @param position the index of the first byte to read
     * @param limit where the event ends, exclusive
     * @param cells {@link FeatureBatch#row()}
     * @return the index of the first instruction that is not done in the upper half, that of its first byte in the lower
     */
    abstract long run(byte[] bytes, int position, int limit, byte[] cells);
}
