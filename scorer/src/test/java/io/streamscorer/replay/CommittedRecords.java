package io.streamscorer.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads what a topic holds. */
public final class CommittedRecords {
    private CommittedRecords() {}

    /**
     * All records that the topic holds now, by partition and offset.
     *
     * @param consumer belongs to no group and reads committed records only
     */
    public static List<ConsumerRecord<byte[], byte[]>> of(Consumer<byte[], byte[]> consumer, String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        consumer.partitionsFor(topic).stream()
                .map(PartitionInfo::partition)
                .sorted()
                .map(number -> new TopicPartition(topic, number))
                .forEach(partition -> {
                    consumer.assign(List.of(partition));
                    consumer.seekToBeginning(List.of(partition));
                    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
                    while (consumer.position(partition) < end) {
                        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                    }
                });
        return records;
    }
}
