package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.stage.Pause;
import io.streamscorer.benchmarks.stage.Stage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events on a thread of its own. Each event's key is the time at which it should be sent, by {@link System#nanoTime()}.
 *
 * <p>At a rate, event {@code i} is due at the start plus {@code i} / rate, and along a curve when the area under it has come to {@code i},
 * whatever became of those before it: who is late catches up, and the lateness is part of the latency (no coordinated omission). Without a
 * rate it keeps as many events under way as it is told, which is how the largest rate is found.
 */
final class Load implements AutoCloseable {
    private static final long TICK_NANOS = 500_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    private static final int UNDER_WAY_CHUNK = 500;
    private static final double FIRST_EVENTS_PER_SECOND = 5;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final EventTopic topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong keySum = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean done;

    private Load(Stage stage, EventTopic topic, Pace pace, long most) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stage.bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        1,
                        ProducerConfig.SEND_BUFFER_CONFIG,
                        -1,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        128L * 1024 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.thread = new Thread(() -> run(pace, most), "load");
    }

    /**
     * What was sent.
     *
     * @param events how many
     * @param keySum the sum of their keys, which overflows
     */
    record Sent(long events, long keySum) {}

    /** When the next event is due. */
    private interface Pace {
        /**
         * Waits for the next event's time, and gives it.
         *
         * @param start when the first was due
         */
        long next(long start, long number);
    }

    /**
     * Starts sending at a rate. The caller closes it.
     *
     * @param rate events per second
     */
    static Load atRate(Stage stage, EventTopic topic, double rate) {
        return start(new Load(
                stage, topic, (start, number) -> await(start + (long) (number * (1e9 / rate))), Long.MAX_VALUE));
    }

    /** Starts sending along a curve, to its end. The caller closes it. */
    static Load along(Stage stage, EventTopic topic, LoadCurve curve) {
        LoadCurve.Schedule schedule = curve.schedule();
        return start(new Load(
                stage, topic, (start, number) -> await(start + (long) (schedule.due(number) * 1e9)), curve.events()));
    }

    private static long await(long due) {
        if (due > System.nanoTime()) {
            // A tick late at most, and several events at once above the tick's rate: parking is no finer.
            Pause.untilNanos(Math.max(due, System.nanoTime() + TICK_NANOS));
        }
        return due;
    }

    /**
     * Sends a few events until the first is answered, so that what waits for a starting contestant is no part of the load.
     *
     * @param answered whether it is; throws where it will never be
     * @return what it sent
     * @throws IllegalStateException if there is no answer in time
     */
    static Sent untilAnswered(Stage stage, EventTopic topic, BooleanSupplier answered) {
        try (Load load = atRate(stage, topic, FIRST_EVENTS_PER_SECOND)) {
            if (!Pause.until(answered, INTERVAL, START_TIMEOUT)) {
                throw new IllegalStateException("No prediction within " + START_TIMEOUT.toSeconds() + " s");
            }
            load.stop();
            return load.sent();
        }
    }

    /**
     * Starts sending as fast as answers come. The caller closes it.
     *
     * @param underWay how many events may be without an answer
     * @param answered how many have one
     */
    static Load asFastAsAnswered(Stage stage, EventTopic topic, long underWay, LongSupplier answered) {
        return start(new Load(
                stage,
                topic,
                (start, number) -> {
                    if (number % UNDER_WAY_CHUNK == 0) {
                        while (number - answered.getAsLong() >= underWay
                                && !Thread.currentThread().isInterrupted()) {
                            Pause.untilNanos(System.nanoTime() + TICK_NANOS);
                        }
                    }
                    return System.nanoTime();
                },
                Long.MAX_VALUE));
    }

    /** Starts the thread, and the clock with it, when the producer knows the topic: what that takes is no lateness. */
    private static Load start(Load load) {
        try {
            load.producer.partitionsFor(load.topic.name());
        } catch (RuntimeException e) {
            load.close();
            throw e;
        }
        load.thread.start();
        return load;
    }

    private void run(Pace pace, long most) {
        try {
            long sum = 0;
            long start = System.nanoTime();
            for (long number = 0; number < most && !stopped; number++) {
                long due = pace.next(start, number);
                Future<RecordMetadata> unused = producer.send(
                        new ProducerRecord<>(
                                topic.name(),
                                (int) (number % topic.partitions()),
                                EventTopic.key(due),
                                topic.events().get(number)),
                        (metadata, error) -> {
                            if (error != null) {
                                failure.compareAndSet(null, error);
                            }
                        });
                sum += due;
                keySum.lazySet(sum);
                sent.lazySet(number + 1);
            }
            done = true;
        } catch (RuntimeException e) {
            if (!stopped) {
                failure.compareAndSet(null, e);
            }
        }
    }

    /** What was given to the producer; the two figures belong together once it is {@link #isDone done} or stopped. */
    Sent sent() {
        return new Sent(sent.get(), keySum.get());
    }

    /** Whether it has come to its end. */
    boolean isDone() {
        return done;
    }

    /** Sends no more; those that were sent are on the topic when this returns. */
    void stop() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.flush();
        requireGood();
    }

    /**
     * Does nothing while all is well.
     *
     * @throws IllegalStateException if an event could not be sent
     */
    void requireGood() {
        if (failure.get() != null) {
            throw new IllegalStateException("An event could not be sent", failure.get());
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        producer.close(CLOSE_TIMEOUT);
    }
}
