package io.streamscorer.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends events at a rate from a thread of its own. A third of them have no key; the others go to the partition that librdkafka's CRC32
 * hash gives their key, where Kafka's own clients would not put them.
 */
final class ExaminationFeed implements AutoCloseable {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Backbone backbone;
    private final String topic;
    private final int partitions;
    private final int perSecond;
    private final List<byte[]> values;
    private final AtomicLong sent = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;

    private ExaminationFeed(Backbone backbone, String topic, int partitions, int perSecond, int schemaId) {
        this.backbone = backbone;
        this.topic = topic;
        this.partitions = partitions;
        this.perSecond = perSecond;
        Schema schema = Examinations.schema();
        this.values = Examinations.rows().stream()
                .map(row -> Events.framed(schemaId, Examinations.event(schema, "e", row)))
                .toList();
        this.thread = new Thread(this::send, "feed-" + topic);
    }

    static ExaminationFeed start(Backbone backbone, String topic, int partitions, int perSecond) {
        int schemaId = Events.register(backbone, topic + "-value", Examinations.schema());
        ExaminationFeed feed = new ExaminationFeed(backbone, topic, partitions, perSecond, schemaId);
        feed.thread.start();
        return feed;
    }

    /** How many events were sent so far. */
    long sent() {
        return sent.get();
    }

    private void send() {
        long start = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            while (!closing) {
                long due = (System.nanoTime() - start) * perSecond / TimeUnit.SECONDS.toNanos(1);
                while (sent.get() < due) {
                    long i = sent.getAndIncrement();
                    byte[] key = i % 3 == 0 ? null : Long.toString(i % 1000).getBytes(UTF_8);
                    Events.send(producer, new ProducerRecord<>(topic, partition(key, i), key, values.get((int)
                            (i % values.size()))));
                }
                LockSupport.parkNanos(TICK_NANOS);
            }
        }
    }

    private int partition(byte @Nullable [] key, long i) {
        if (key == null) {
            return (int) (i % partitions);
        }
        CRC32 hash = new CRC32();
        hash.update(key);
        return (int) (hash.getValue() % partitions);
    }

    /** Stops sending and waits until all that was sent is on the topic. */
    void finish() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finish();
    }
}
