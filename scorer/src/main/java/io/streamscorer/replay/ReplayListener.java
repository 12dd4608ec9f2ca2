package io.streamscorer.replay;

/** Told how far a replay is. Called by the replaying thread. */
public interface ReplayListener {
    /**
     * Some dead letters are done.
     *
     * @param offsetsRead how many offsets of the dead-letter topic were read so far
     * @param offsets how many there are to read
     * @param putBack how many events were put back so far
     */
    void advanced(long offsetsRead, long offsets, long putBack);

    /**
     * A dead letter was asked for in vain.
     *
     * @param place topic, partition and offset of the dead letter
     * @param reason why, one line
     */
    void impossible(String place, String reason);

    /**
     * A transaction did not go through, and the replay goes on with what it held.
     *
     * @param reason why, one line
     */
    void beganAnew(String reason);
}
