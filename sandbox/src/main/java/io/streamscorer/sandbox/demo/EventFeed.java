package io.streamscorer.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.sandbox.cards.CardSimulator;
import io.streamscorer.schemas.CardTransaction;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends simulated card transactions, keyed by the customer's id, at a steady rate and with a share of broken ones, from a thread of its own.
 * Its methods may be called from any thread.
 */
final class EventFeed implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(5);
    /** How much of a pause is made up for: after a longer one the rate is missed rather than the broker flooded. */
    private static final double MAX_ARREARS_SECONDS = 0.5;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final double eventsPerSecond;
    private final double brokenShare;
    private final CardSimulator simulator;
    private final EventEncoder encoder;
    private final Random random;
    private final Thread thread = new Thread(this::run, "event-feed");
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean stopping;
    private int nextBroken;

    /**
     * @param simulator gives the transactions; used by the feed's thread alone once it is started
     * @param eventsPerSecond the rate, more than 0
     * @param brokenShare the share of events that are broken, from 0 to 1
     * @param compression how the producer compresses, by Kafka's name for it; {@code none} for not at all
     */
    EventFeed(
            String bootstrapServers,
            String topic,
            CardSimulator simulator,
            EventEncoder encoder,
            double eventsPerSecond,
            double brokenShare,
            String compression,
            long seed) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG,
                        "2",
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        compression,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "event-feed"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.topic = topic;
        this.simulator = simulator;
        this.encoder = encoder;
        this.eventsPerSecond = eventsPerSecond;
        this.brokenShare = brokenShare;
        this.random = new Random(seed);
    }

    /** Sends one sound event, before {@link #start}. */
    void sendOne() {
        CardTransaction transaction = simulator.next();
        send(transaction, encoder.encode(transaction));
        producer.flush();
    }

    /** Starts to send. */
    void start() {
        thread.start();
    }

    /** How many events the broker has taken. */
    long sent() {
        return acknowledged.get();
    }

    /** Why an event could not be sent; null while all could. */
    @Nullable
    Exception failure() {
        return failure.get();
    }

    /** Stops sending and waits until the broker has taken what was sent. */
    void stop() throws InterruptedException {
        stopping = true;
        thread.join();
        producer.flush();
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }

    private void run() {
        try {
            feed();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void feed() {
        long last = System.nanoTime();
        double due = 0;
        while (!stopping) {
            LockSupport.parkNanos(TICK.toNanos());
            long now = System.nanoTime();
            due = Math.min(due + (now - last) * 1e-9 * eventsPerSecond, 1 + eventsPerSecond * MAX_ARREARS_SECONDS);
            last = now;
            for (; due >= 1 && !stopping; due--) {
                sendNext();
            }
        }
    }

    private void sendNext() {
        CardTransaction transaction = simulator.next();
        if (random.nextDouble() >= brokenShare) {
            send(transaction, encoder.encode(transaction));
        } else {
            BrokenEvent[] kinds = BrokenEvent.values();
            BrokenEvent kind = kinds[nextBroken++ % kinds.length];
            send(transaction, kind.value(transaction, encoder));
        }
    }

    private void send(CardTransaction transaction, byte @Nullable [] value) {
        byte[] key = transaction.getCustomerId().getBytes(UTF_8);
        // The callback has what the future would give.
        var unused = producer.send(new ProducerRecord<>(topic, key, value), (metadata, exception) -> {
            if (exception == null) {
                acknowledged.incrementAndGet();
            } else {
                failure.compareAndSet(null, exception);
            }
        });
    }
}
