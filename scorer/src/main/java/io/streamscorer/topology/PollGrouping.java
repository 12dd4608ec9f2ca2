package io.streamscorer.topology;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Groups the events of a poll into chunks and hangs each event's place on its record. Thread-safe.
 *
 * @param inputTopic the topic whose records are events; those of others are left alone
 * @param maxChunk the most events in a chunk, at least 1
 * @param ahead takes all chunks of a poll but the first, which the stream thread comes to at once
 */
public record PollGrouping(String inputTopic, int maxChunk, ScoringAhead ahead) {
    /** The consumer setting under which the interceptor finds this object. */
    public static final String SETTING = "io.streamscorer.poll-grouping";

    public PollGrouping {
        if (maxChunk < 1) {
            throw new IllegalArgumentException("batch.max.records must be at least 1, not " + maxChunk);
        }
    }

    /** Groups a poll's records; they themselves stay as they are but for the added header. */
    void group(ConsumerRecords<byte[], byte[]> records) {
        List<Chunk> chunks = new ArrayList<>();
        Chunk chunk = null;
        for (TopicPartition partition : records.partitions()) {
            if (!partition.topic().equals(inputTopic)) {
                continue;
            }
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                if (chunk == null || chunk.size() == maxChunk) {
                    chunk = new Chunk(Math.min(maxChunk, records.count()));
                    chunks.add(chunk);
                }
                record.headers().add(new PolledEvent(record, chunk));
            }
        }
        for (int i = 1; i < chunks.size(); i++) {
            ahead.add(chunks.get(i));
        }
    }
}
