package io.streamscorer.topology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Groups the events of a poll into chunks, which are scored together, and the events of each partition into runs, which Kafka Streams takes as
 * one record. Thread-safe.
 *
 * @param inputTopic the topic whose records are events; those of others are left alone
 * @param maxChunk the most events in a chunk, at least 1
 * @param progress told of each poll, and asked how long runs may be
 */
public record PollGrouping(String inputTopic, int maxChunk, InputProgress progress) {
    /** The consumer setting under which the interceptor finds this object. */
    public static final String SETTING = "io.streamscorer.poll-grouping";

    public PollGrouping {
        if (maxChunk < 1) {
            throw new IllegalArgumentException("batch.max.records must be at least 1, not " + maxChunk);
        }
    }

    /**
     * Groups a poll's records. What it was given stays as it is; the new records have the same partitions, in the same order, and the same
     * offsets to go on from.
     */
    ConsumerRecords<byte[], byte[]> group(ConsumerRecords<byte[], byte[]> records) {
        progress.polled(records, inputTopic);
        RunBuilder runs = new RunBuilder(maxChunk, progress.pace().events(), records.count());
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> grouped = new LinkedHashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> polled = records.records(partition);
            // Kafka Streams would commit answers without offsets where they are missing. Ungrouped records end it at
            // the deserializer.
            boolean committable = records.nextOffsets().containsKey(partition);
            grouped.put(
                    partition, committable && partition.topic().equals(inputTopic) ? runs.ofPartition(polled) : polled);
        }
        return new ConsumerRecords<>(grouped, records.nextOffsets());
    }
}
