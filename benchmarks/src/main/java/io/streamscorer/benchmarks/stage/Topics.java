package io.streamscorer.benchmarks.stage;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/** The broker's topics, seen from outside. Safe for use by several threads. Closing it closes the connection. */
public final class Topics implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Admin admin;

    Topics(String bootstrapServers) {
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** Creates a topic and waits until its partitions answer. */
    public void create(String topic, int partitions, Map<String, String> settings) {
        get(() -> admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
                .all());
        boolean answered = Pause.until(
                () -> {
                    try {
                        ends(topic, partitions);
                        return true;
                    } catch (KafkaException e) {
                        if (e.getCause() instanceof RetriableException) {
                            return false;
                        }
                        throw e;
                    }
                },
                INTERVAL,
                TIMEOUT);
        if (!answered) {
            throw new IllegalStateException("Topic " + topic + " was created but does not answer after " + TIMEOUT);
        }
    }

    /** Deletes topics; the broker deletes their files a second later. */
    public void delete(Collection<String> topics) {
        get(() -> admin.deleteTopics(topics).all());
    }

    /** The sum of the partitions' end offsets: how many records were appended, transactions' markers included. */
    public long end(String topic, int partitions) {
        return ends(topic, partitions).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(String topic, int partitions) {
        return offsets(topic, partitions, OffsetSpec.latest());
    }

    /**
     * How many records were appended from one time to another, by the topic's own timestamps. Markers of transactions count: a few for each
     * commit.
     *
     * @param from in milliseconds since 1970-01-01 UTC
     * @param to exclusive
     */
    public long count(String topic, int partitions, long from, long to) {
        Map<TopicPartition, ListOffsetsResultInfo> ends = ends(topic, partitions);
        return offsetsAt(topic, partitions, to, ends) - offsetsAt(topic, partitions, from, ends);
    }

    private long offsetsAt(String topic, int partitions, long time, Map<TopicPartition, ListOffsetsResultInfo> ends) {
        long sum = 0;
        for (var entry :
                offsets(topic, partitions, OffsetSpec.forTimestamp(time)).entrySet()) {
            long offset = entry.getValue().offset();
            // There is none where nothing that late was appended.
            sum += offset >= 0
                    ? offset
                    : Objects.requireNonNull(ends.get(entry.getKey())).offset();
        }
        return sum;
    }

    /** The time of the last append by the topic's own timestamps, in milliseconds since 1970-01-01 UTC; -1 for an empty topic. */
    public long lastAppend(String topic, int partitions) {
        return offsets(topic, partitions, OffsetSpec.maxTimestamp()).values().stream()
                .mapToLong(ListOffsetsResultInfo::timestamp)
                .max()
                .orElse(-1);
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(String topic, int partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> spec));
        return get(() -> admin.listOffsets(asked).all());
    }

    private static <T> T get(Supplier<KafkaFuture<T>> question) {
        try {
            return question.get().get();
        } catch (ExecutionException e) {
            throw new KafkaException("The broker refused", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while asking the broker", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
