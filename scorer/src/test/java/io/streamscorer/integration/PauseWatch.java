package io.streamscorer.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The longest time between two committed predictions of each partition, as a reader sees them come. One thread. */
final class PauseWatch implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Long> last = new TreeMap<>();
    private final Map<Integer, Long> longest = new TreeMap<>();

    /** Watches what comes from now on. */
    PauseWatch(Backbone backbone, String topic) {
        consumer = Answers.consumer(backbone);
        List<TopicPartition> partitions = Answers.partitions(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
    }

    void watch(Duration time) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
                long now = System.nanoTime();
                Long before = last.put(record.partition(), now);
                if (before != null) {
                    note(record.partition(), before, now);
                }
            }
        }
        // A partition that still waits counts too.
        long end = System.nanoTime();
        last.forEach((partition, before) -> note(partition, before, end));
    }

    private void note(int partition, long before, long now) {
        longest.merge(partition, TimeUnit.NANOSECONDS.toMillis(now - before), Math::max);
    }

    /** Forgets the pauses so far. */
    void forget() {
        longest.clear();
    }

    /** Milliseconds by partition; only partitions that had a prediction. */
    Map<Integer, Long> longest() {
        return longest;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
