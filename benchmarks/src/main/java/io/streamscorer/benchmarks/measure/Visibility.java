package io.streamscorer.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Reads predictions with {@code read_committed} on a thread of its own, and takes the time between an event and the poll that returned its
 * prediction, for the events that were due in spans of time which are given later.
 *
 * <p>The prediction has its event's key and timestamp: the key says when the event was due, the timestamp when the broker appended it, in
 * whole milliseconds.
 */
final class Visibility implements AutoCloseable {
    /**
     * The events due in a span of time, and their latencies in microseconds.
     *
     * @param from when it begins by {@link System#nanoTime()}
     * @param to when it ends
     * @param sinceAppend in steps of 1,000
     */
    record Window(long from, long to, Histogram sinceAppend, Histogram sinceDue) {
        boolean holds(long due) {
            return due >= from && due < to;
        }
    }

    private final ReaderThread reader;
    private final List<Window> windows = new ArrayList<>();
    private final AtomicLong seen = new AtomicLong();
    private volatile Window window = new Window(Long.MAX_VALUE, Long.MAX_VALUE, new Histogram(3), new Histogram(3));

    private Visibility(KafkaConsumer<byte[], byte[]> consumer) {
        this.reader = new ReaderThread("visibility", consumer, this::take);
    }

    /** Starts reading. The caller closes it, which closes the consumer. */
    static Visibility start(OutputTopic output) {
        Visibility visibility = new Visibility(output.reader());
        visibility.reader.start();
        return visibility;
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        if (records.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        long wallClock = System.currentTimeMillis();
        Window wanted = window;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            long due = EventTopic.number(record.key());
            if (wanted.holds(due)) {
                wanted.sinceDue.recordValue(Math.max(0, now - due) / 1000);
                wanted.sinceAppend.recordValue(Math.max(0, wallClock - record.timestamp()) * 1000);
            }
        }
        seen.addAndGet(records.count());
    }

    /**
     * From now on counts the events due in a span, in nanoseconds by {@link System#nanoTime()}, which has not begun yet, and no longer those of the
     * span before.
     */
    void count(long from, long to) {
        Window next = new Window(from, to, new Histogram(3), new Histogram(3));
        windows.add(next);
        window = next;
    }

    /** How many predictions were read. */
    long seen() {
        return seen.get();
    }

    /**
     * Does nothing while all is well.
     *
     * @throws IllegalStateException if the reader failed
     */
    void requireGood() {
        reader.requireGood();
    }

    /** The latencies of each span. Only after {@link #close}. */
    List<Window> windows() {
        return List.copyOf(windows);
    }

    @Override
    public void close() {
        reader.close();
    }
}
