package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic that a contestant writes to, and its topic of dead letters. One thread. Closing it deletes both. */
public final class OutputTopic implements AutoCloseable {
    /** The broker's time of appending, which then counts as the records' time. */
    static final Map<String, String> APPEND_TIME = Map.of("message.timestamp.type", "LogAppendTime");

    private final Stage stage;
    private final String name;
    private final int partitions;

    private OutputTopic(Stage stage, String name, int partitions) {
        this.stage = stage;
        this.name = name;
        this.partitions = partitions;
    }

    /** Creates both topics. The caller closes it. */
    static OutputTopic create(Stage stage, int partitions, Map<String, String> settings) {
        return create(stage, partitions, settings, Map.of());
    }

    /**
     * Creates both topics. The caller closes it.
     *
     * @param settings of the topic of predictions
     * @param ofDeadLetters those of the other
     */
    static OutputTopic create(
            Stage stage, int partitions, Map<String, String> settings, Map<String, String> ofDeadLetters) {
        String name = stage.unique("predictions");
        stage.topics().create(name, partitions, settings);
        stage.topics().create(Stage.deadLetters(name), partitions, ofDeadLetters);
        return new OutputTopic(stage, name, partitions);
    }

    /** Its name. */
    String name() {
        return name;
    }

    /** How many partitions each of the two has. */
    int partitions() {
        return partitions;
    }

    /** How many records were appended, transactions' markers included. */
    long end() {
        return stage.topics().end(name, partitions);
    }

    /** How many records were appended from one time to another, see {@link io.streamscorer.benchmarks.stage.Topics#count}. */
    long count(long from, long to) {
        return stage.topics().count(name, partitions, from, to);
    }

    /** The time of the last append, see {@link io.streamscorer.benchmarks.stage.Topics#lastAppend}. */
    long lastAppend() {
        return stage.topics().lastAppend(name, partitions);
    }

    /**
     * Does nothing while there are no dead letters.
     *
     * @throws IllegalStateException if there are: then it was not scoring that was measured
     */
    void requireNoDeadLetters() {
        long letters = deadLetters();
        if (letters > 0) {
            throw new IllegalStateException(letters + " events ended as dead letters: the workload is broken");
        }
    }

    /** How many records the topic of dead letters holds. */
    long deadLetters() {
        return stage.topics().end(Stage.deadLetters(name), partitions);
    }

    /** A reader of all partitions from their beginnings. The caller closes it. */
    KafkaConsumer<byte[], byte[]> reader() {
        return reader(List.of(name));
    }

    /** A reader of predictions and dead letters, likewise. */
    KafkaConsumer<byte[], byte[]> answerReader() {
        return reader(List.of(name, Stage.deadLetters(name)));
    }

    private KafkaConsumer<byte[], byte[]> reader(List<String> topics) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, stage.bootstrapServers());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> all = topics.stream()
                .flatMap(topic ->
                        IntStream.range(0, partitions).mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        return consumer;
    }

    /**
     * Reads committed records.
     *
     * @param records how many to wait for
     * @throws IllegalStateException if they are not there in time
     */
    List<ConsumerRecord<byte[], byte[]>> read(long records, Duration timeout) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        long start = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer = reader()) {
            while (found.size() < records) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                if (System.nanoTime() - start > timeout.toNanos()) {
                    throw new IllegalStateException("Of " + records + " answers " + found.size() + " came within "
                            + timeout.toSeconds() + " s");
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        stage.topics().delete(List.of(name, Stage.deadLetters(name)));
    }
}
