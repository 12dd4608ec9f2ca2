package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.stage.Stage;
import io.streamscorer.benchmarks.workload.EncodedEvents;
import io.streamscorer.benchmarks.workload.Workload;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic that holds a workload's events before anyone reads it. An event's key is its number, 8 bytes; the events go round the partitions. One
 * thread. Closing it deletes the topic.
 */
public final class EventTopic implements AutoCloseable {
    private final Stage stage;
    private final Workload workload;
    private final String name;
    private final int partitions;
    private final long records;
    private final int schemaId;
    private final EncodedEvents events;

    private EventTopic(
            Stage stage,
            Workload workload,
            String name,
            int partitions,
            long records,
            int schemaId,
            EncodedEvents events) {
        this.stage = stage;
        this.workload = workload;
        this.name = name;
        this.partitions = partitions;
        this.records = records;
        this.schemaId = schemaId;
        this.events = events;
    }

    /**
     * Creates a topic and registers its schema.
     *
     * @param settings of the topic
     */
    public static EventTopic create(Stage stage, Workload workload, int partitions, Map<String, String> settings) {
        return create(stage, workload, partitions, settings, 0);
    }

    /**
     * Creates a topic and registers its schema; some of the events that senders take turns with are broken.
     *
     * @param settings of the topic
     * @param broken how many of {@link Workload#DISTINCT_EVENTS}
     */
    public static EventTopic create(
            Stage stage, Workload workload, int partitions, Map<String, String> settings, int broken) {
        return fill(stage, workload, partitions, 0, settings, broken);
    }

    /**
     * Creates a topic and fills it.
     *
     * @param records how many events it then holds
     */
    public static EventTopic filled(Stage stage, Workload workload, int partitions, long records) {
        return fill(stage, workload, partitions, records, Map.of("retention.ms", "-1"), 0);
    }

    private static EventTopic fill(
            Stage stage, Workload workload, int partitions, long records, Map<String, String> settings, int broken) {
        String name = stage.unique("events-" + workload.name());
        int schemaId = stage.register(name, workload.schema());
        EncodedEvents events =
                EncodedEvents.of(workload, schemaId, Workload.DISTINCT_EVENTS).withBroken(broken);
        stage.topics().create(name, partitions, settings);
        EventTopic topic = new EventTopic(stage, workload, name, partitions, records, schemaId, events);
        topic.send();
        return topic;
    }

    private void send() {
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stage.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (long i = 0; i < records; i++) {
                Future<RecordMetadata> unused = producer.send(
                        new ProducerRecord<>(name, (int) (i % partitions), key(i), events.get(i)), (sent, error) -> {
                            if (error != null) {
                                failure.compareAndSet(null, error);
                            }
                        });
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("The events could not be sent to topic " + name, failure.get());
        }
    }

    /** A number as a key. */
    static byte[] key(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** The number that is a key. */
    static long number(byte[] key) {
        return ByteBuffer.wrap(key).getLong();
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Whose events it holds. */
    public Workload workload() {
        return workload;
    }

    /** How many partitions it has. */
    public int partitions() {
        return partitions;
    }

    /** How many events it was filled with. */
    public long records() {
        return records;
    }

    /** The registry's id of its events' schema. */
    public int schemaId() {
        return schemaId;
    }

    /** The events that senders take turns with. */
    public EncodedEvents events() {
        return events;
    }

    @Override
    public void close() {
        stage.topics().delete(List.of(name));
    }
}
