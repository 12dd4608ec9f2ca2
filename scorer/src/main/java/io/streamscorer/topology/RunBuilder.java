package io.streamscorer.topology;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Puts the events of one poll into chunks, over the partitions' borders, and into runs, which end there. One thread.
 *
 * <p>A run ends after {@value #MAX_EVENTS} events: Kafka Streams commits between runs and not within, and where the model fails on a chunk, each
 * event may cost calls of its own. With so many, what Kafka Streams does for each record of its own counts for little.
 */
final class RunBuilder {
    /** The most events in a run. */
    static final int MAX_EVENTS = 32;

    private final int maxChunk;
    private int left;
    private Chunk chunk;
    private int from;

    /**
     * Takes the size of the poll.
     *
     * @param maxChunk the most events in a chunk
     * @param events how many events there are at most
     */
    RunBuilder(int maxChunk, int events) {
        this.maxChunk = maxChunk;
        this.left = events;
        this.chunk = new Chunk(Math.min(maxChunk, left));
    }

    /**
     * The runs of a partition's events, each as a record. The last event is a run by itself: so the last record that Kafka Streams has processed is
     * the one before the consumer's position, or else it would commit once more.
     */
    List<ConsumerRecord<byte[], byte[]>> ofPartition(List<ConsumerRecord<byte[], byte[]>> events) {
        List<ConsumerRecord<byte[], byte[]>> runs = new ArrayList<>(events.size() / MAX_EVENTS + 3);
        from = chunk.size();
        for (int i = 0; i < events.size(); i++) {
            if (chunk.size() == maxChunk) {
                endRun(runs);
                chunk = new Chunk(Math.min(maxChunk, left));
                from = 0;
            } else if (chunk.size() - from == MAX_EVENTS || i == events.size() - 1) {
                endRun(runs);
            }
            chunk.add(new PolledEvent(events.get(i)));
            left--;
        }
        endRun(runs);
        return runs;
    }

    private void endRun(List<ConsumerRecord<byte[], byte[]>> runs) {
        if (chunk.size() > from) {
            runs.add(new EventRun(chunk, from, chunk.size()).asRecord());
            from = chunk.size();
        }
    }
}
