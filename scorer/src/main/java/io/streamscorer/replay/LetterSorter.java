package io.streamscorer.replay;

/**
 * Decides about the dead letters of one partition. It is shown them twice, each time in the order of their offsets, from the first: once to
 * learn whose events were put back, as another letter of the same event may stand before, and once to judge. Not thread-safe.
 */
final class LetterSorter {
    private final String inputTopic;
    private final int inputPartitions;
    private final Selection selection;
    private final PartitionMarks marks;
    private final SeenEvents sentBefore = new SeenEvents();
    private final SeenEvents sentNow = new SeenEvents();

    LetterSorter(String inputTopic, int inputPartitions, Selection selection, PartitionMarks marks) {
        this.inputTopic = inputTopic;
        this.inputPartitions = inputPartitions;
        this.selection = selection;
        this.marks = marks;
    }

    /** Learns from a dead letter whether its event was put back. */
    void remember(BuriedEvent event) {
        if (marks.has(event)) {
            sentBefore.add(event);
        }
    }

    /**
     * Decides about the next dead letter and marks it.
     *
     * @param room whether there is room for one more
     */
    Verdict judge(BuriedEvent event, boolean room) {
        if (!event.series().topic().equals(inputTopic)) {
            return Verdict.OTHER_TOPIC;
        }
        if (!event.lost().isEmpty()) {
            // It can never be put back, so it leaves no gap in the marks.
            return selection.takes(event) ? Verdict.INCOMPLETE : Verdict.LEFT_OUT;
        }
        if (marks.has(event)) {
            marks.pass(event);
            return Verdict.PUT_BACK_BEFORE;
        }
        if (!selection.takes(event) || !room) {
            marks.leave(event);
            return Verdict.LEFT_OUT;
        }
        if (event.partition() >= inputPartitions) {
            marks.leave(event);
            return Verdict.NO_PARTITION;
        }
        marks.add(event);
        return !sentBefore.contains(event) && sentNow.add(event) ? Verdict.PUT_BACK : Verdict.SAME_EVENT;
    }
}
