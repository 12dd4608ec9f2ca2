package io.streamscorer.replay;

/** What is done with a dead letter. */
public enum Verdict {
    /** Its event is sent. */
    PUT_BACK,
    /** Its event was sent by an earlier replay. */
    PUT_BACK_BEFORE,
    /** Its event is sent, or was, for another dead letter of the same event. */
    SAME_EVENT,
    /** The options do not ask for it. */
    LEFT_OUT,
    /** Its event is of another topic than the input topic. */
    OTHER_TOPIC,
    /** It is asked for, but does not hold all of its event. */
    INCOMPLETE,
    /** It is asked for, but the input topic does not have its event's partition. */
    NO_PARTITION,
    /** It may be asked for, but its headers do not say what it is. */
    UNREADABLE;

    /** Whether the dead letter was asked for in vain. */
    public boolean isImpossible() {
        return switch (this) {
            case INCOMPLETE, NO_PARTITION, UNREADABLE -> true;
            case PUT_BACK, PUT_BACK_BEFORE, SAME_EVENT, LEFT_OUT, OTHER_TOPIC -> false;
        };
    }
}
