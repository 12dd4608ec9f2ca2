package io.streamscorer.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every few seconds how far this process is behind in each of its partitions, on a thread of its own, so that it is told also while the stream
 * threads are stuck. Closing it ends the thread and the client.
 *
 * <p>The lag is the offset of the next event to answer less the end of what a {@code read_committed} reader can read. Where every event that was
 * polled is answered, it counts from the consumer's position, which has passed over the markers and the aborted events that ended the last
 * transactions: an idle partition's lag is 0, whatever the group has committed. Markers between events that wait do count.
 */
public final class LagWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Admin admin;
    private final String topic;
    private final String group;
    private final InputProgress progress;
    private final Consumer<Map<Integer, Long>> listener;
    private final Map<Integer, Long> ends = new HashMap<>();
    private final ScheduledFuture<?> looking;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "lag-watch");
        created.setDaemon(true);
        return created;
    });

    /**
     * Takes what it needs and starts.
     *
     * @param admin asks the brokers; closed with this
     * @param topic the input topic
     * @param group the consumer group
     * @param progress what the stream threads have done
     * @param listener told the lag in events by partition; partitions of which nothing is known yet are left out
     */
    public LagWatch(
            Admin admin, String topic, String group, InputProgress progress, Consumer<Map<Integer, Long>> listener) {
        this.admin = admin;
        this.topic = topic;
        this.group = group;
        this.progress = progress;
        this.listener = listener;
        this.looking = thread.scheduleWithFixedDelay(this::look, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks the brokers and tells. While they do not answer, the ends that they told last stand for those of now. */
    private void look() {
        try {
            List<TopicPartition> partitions = progress.partitions(topic);
            Map<Integer, Long> beginnings = Map.of();
            try {
                ends.putAll(offsets(partitions, OffsetSpec.latest()));
                beginnings = beginnings();
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                LOG.debug("The ends of the partitions are not known: {}", e.toString());
            }
            listener.accept(lag(progress.next(), ends, beginnings));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where partitions without a poll begin: at what the group committed, or, where that is nothing, at their first event if they have none. */
    private Map<Integer, Long> beginnings() throws ExecutionException, TimeoutException, InterruptedException {
        List<TopicPartition> unknown = progress.next().entrySet().stream()
                .filter(entry -> entry.getValue() < 0)
                .map(entry -> new TopicPartition(topic, entry.getKey()))
                .toList();
        if (unknown.isEmpty()) {
            return Map.of();
        }
        Map<Integer, Long> beginnings = new HashMap<>();
        offsets(unknown, OffsetSpec.earliest()).forEach((partition, offset) -> {
            if (offset.equals(ends.get(partition))) {
                beginnings.put(partition, offset);
            }
        });
        Map<TopicPartition, OffsetAndMetadata> committed =
                answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        for (TopicPartition partition : unknown) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset != null) {
                beginnings.put(partition.partition(), offset.offset());
            }
        }
        return beginnings;
    }

    private Map<Integer, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> question =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                answer(admin.listOffsets(question, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all());
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().partition(),
                        entry -> entry.getValue().offset()));
    }

    private static <T> T answer(KafkaFuture<T> question)
            throws ExecutionException, TimeoutException, InterruptedException {
        return question.get(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The lag by partition.
     *
     * @param next the offset of the next event to answer; -1 where there was no poll yet
     * @param ends the ends of what can be read
     * @param beginnings where partitions begin that have had no poll yet, where that is known
     */
    static Map<Integer, Long> lag(Map<Integer, Long> next, Map<Integer, Long> ends, Map<Integer, Long> beginnings) {
        Map<Integer, Long> lag = new TreeMap<>();
        next.forEach((partition, polled) -> {
            Long from = polled >= 0 ? polled : beginnings.get(partition);
            Long end = ends.get(partition);
            if (from != null && end != null) {
                lag.put(partition, Math.max(0, end - from));
            }
        });
        return lag;
    }

    @Override
    public void close() {
        looking.cancel(true);
        thread.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
