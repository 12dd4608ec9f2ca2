package io.streamscorer.benchmarks.measure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** Polls a consumer on a thread of its own, and hands on what comes. Closing it ends the thread, which closes the consumer. */
final class ReaderThread implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<ConsumerRecords<byte[], byte[]>> taker;
    private final Thread thread;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /**
     * Does not begin yet.
     *
     * @param taker called on the thread with each poll's records
     */
    ReaderThread(String name, KafkaConsumer<byte[], byte[]> consumer, Consumer<ConsumerRecords<byte[], byte[]>> taker) {
        this.consumer = consumer;
        this.taker = taker;
        this.thread = new Thread(this::run, name);
    }

    /** Begins. */
    void start() {
        thread.start();
    }

    private void run() {
        try (consumer) {
            while (!stopped) {
                taker.accept(consumer.poll(POLL));
            }
        } catch (WakeupException | InterruptException e) {
            // Told to stop.
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    /**
     * Does nothing while all is well.
     *
     * @throws IllegalStateException if reading failed
     */
    void requireGood() {
        if (failure.get() != null) {
            throw new IllegalStateException("The predictions could not be read", failure.get());
        }
    }

    @Override
    public void close() {
        if (stopped) {
            return;
        }
        stopped = true;
        consumer.wakeup();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
