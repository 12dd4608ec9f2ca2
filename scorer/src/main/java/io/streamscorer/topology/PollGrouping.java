package io.streamscorer.topology;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Groups the events of a poll into chunks and hangs each event's place on its record. Thread-safe.
 *
 * @param inputTopic the topic whose records are events; those of others are left alone
 * @param maxChunk the most events in a chunk, at least 1
 * @param progress told of each poll
 */
public record PollGrouping(String inputTopic, int maxChunk, InputProgress progress) {
    /** The consumer setting under which the interceptor finds this object. */
    public static final String SETTING = "io.streamscorer.poll-grouping";

    public PollGrouping {
        if (maxChunk < 1) {
            throw new IllegalArgumentException("batch.max.records must be at least 1, not " + maxChunk);
        }
    }

    /** Groups a poll's records; they themselves stay as they are but for the added header. */
    void group(ConsumerRecords<byte[], byte[]> records) {
        progress.polled(records, inputTopic);
        Chunk chunk = null;
        for (TopicPartition partition : records.partitions()) {
            if (!partition.topic().equals(inputTopic)) {
                continue;
            }
            if (!records.nextOffsets().containsKey(partition)) {
                // Kafka Streams would commit answers without offsets. The deserializer ends it.
                continue;
            }
            List<ConsumerRecord<byte[], byte[]>> ofPartition = records.records(partition);
            for (ConsumerRecord<byte[], byte[]> record : ofPartition) {
                if (chunk == null || chunk.size() == maxChunk) {
                    chunk = new Chunk(Math.min(maxChunk, records.count()));
                }
                record.headers().add(new PolledEvent(record, chunk));
            }
        }
    }
}
