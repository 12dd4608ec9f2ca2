package io.streamscorer.topology;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Puts the events of one poll into chunks, over the partitions' borders, and into runs, which end there. One thread.
 */
final class RunBuilder {
    private final int maxChunk;
    private final int maxRun;
    private int left;
    private Chunk chunk;
    private int from;

    /**
     * Takes the size of the poll.
     *
     * @param maxChunk the most events in a chunk
     * @param maxRun the most events in a run
     * @param events how many events there are at most
     */
    RunBuilder(int maxChunk, int maxRun, int events) {
        this.maxChunk = maxChunk;
        this.maxRun = maxRun;
        this.left = events;
        this.chunk = new Chunk(Math.min(maxChunk, left));
    }

    /**
     * The runs of a partition's events, each as a record. The last event is a run by itself: so the last record that Kafka Streams has processed is
     * the one before the consumer's position, or else it would commit once more.
     */
    List<ConsumerRecord<byte[], byte[]>> ofPartition(List<ConsumerRecord<byte[], byte[]>> events) {
        List<ConsumerRecord<byte[], byte[]>> runs = new ArrayList<>(events.size() / maxRun + 3);
        from = chunk.size();
        for (int i = 0; i < events.size(); i++) {
            if (chunk.size() == maxChunk) {
                endRun(runs);
                chunk = new Chunk(Math.min(maxChunk, left));
                from = 0;
            } else if (chunk.size() - from == maxRun || i == events.size() - 1) {
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
