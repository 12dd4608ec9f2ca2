package io.streamscorer.topology;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the stream threads of this process have come in the partitions that are theirs, and at which pace. The processors begin and end a partition,
 * the interceptor tells of polls. Thread-safe.
 */
public final class InputProgress {
    private final ConcurrentMap<Integer, PartitionProgress> partitions = new ConcurrentHashMap<>();
    private final RunPace pace = new RunPace(System::nanoTime);

    /** How many events a run may have. */
    RunPace pace() {
        return pace;
    }

    /** A task begins with a partition, of which nothing is known yet. */
    PartitionProgress begin(int partition) {
        PartitionProgress progress = new PartitionProgress(partition);
        partitions.put(partition, progress);
        return progress;
    }

    /** A task ends. If another one of this process has begun with the partition already, that one's progress stays. */
    void end(PartitionProgress progress) {
        partitions.remove(progress.partition(), progress);
    }

    /** A poll brought these records, of which some may be of other topics, or only passed over markers. */
    void polled(ConsumerRecords<byte[], byte[]> records, String topic) {
        records.nextOffsets().forEach((source, next) -> {
            PartitionProgress progress = source.topic().equals(topic) ? partitions.get(source.partition()) : null;
            if (progress != null) {
                List<ConsumerRecord<byte[], byte[]>> events = records.records(source);
                if (!events.isEmpty()) {
                    progress.polled(events.get(0), events.size());
                }
                progress.position(next.offset());
            }
        });
    }

    /** How many events were polled and not answered yet, in all partitions. */
    public long waiting() {
        return partitions.values().stream()
                .mapToLong(PartitionProgress::waiting)
                .sum();
    }

    /** The offset of the next event to answer by partition; -1 where there was no poll yet. */
    Map<Integer, Long> next() {
        Map<Integer, Long> next = new TreeMap<>();
        partitions.forEach((partition, progress) -> next.put(partition, progress.next()));
        return next;
    }

    /** The partitions of a topic that are this process's. */
    List<TopicPartition> partitions(String topic) {
        return partitions.keySet().stream()
                .map(partition -> new TopicPartition(topic, partition))
                .toList();
    }
}
