package io.streamscorer.benchmarks.measure;

/**
 * What became of the events of a soak.
 *
 * @param sent events sent
 * @param broken how many of them no one can read
 * @param predictions predictions read with {@code read_committed}
 * @param deadLetters dead letters read likewise
 * @param misplaced answers that came twice, or after that of a younger event of their partition
 * @param sameKeys whether the sum of the answers' keys is that of the events'
 */
public record SoakTally(long sent, long broken, long predictions, long deadLetters, long misplaced, boolean sameKeys) {
    /** Whether each event has exactly one answer, the right one of the two, and in order. */
    public boolean addsUp() {
        return predictions + deadLetters == sent && deadLetters == broken && misplaced == 0 && sameKeys;
    }
}
