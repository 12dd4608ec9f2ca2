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
 * prediction. It counts the events that were due in a span of time which is given later; until then, and after it, it only counts.
 *
 * <p>The prediction has its event's key and timestamp: the key says when the event was due, the timestamp when the broker appended it, in
 * whole milliseconds.
 */
final class Visibility implements AutoCloseable {
    /** A span of due times by {@link System#nanoTime()}, in slices of one length. */
    private record Span(long from, long to, int slices) {
        boolean holds(long due) {
            return due >= from && due < to;
        }

        int slice(long due) {
            return (int) ((due - from) * slices / (to - from));
        }
    }

    private final ReaderThread reader;
    private final List<Histogram> sinceAppend = new ArrayList<>();
    private final Histogram sinceDue = new Histogram(3);
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong counted = new AtomicLong();
    private volatile Span span = new Span(Long.MAX_VALUE, Long.MAX_VALUE, 1);

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
        Span wanted = span;
        int taken = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            long due = EventTopic.number(record.key());
            if (wanted.holds(due)) {
                sinceDue.recordValue(Math.max(0, now - due) / 1000);
                sinceAppend.get(wanted.slice(due)).recordValue(Math.max(0, wallClock - record.timestamp()) * 1000);
                taken++;
            }
        }
        counted.addAndGet(taken);
        seen.addAndGet(records.count());
    }

    /**
     * From now on counts the events due in a span, in nanoseconds by {@link System#nanoTime()}; the span has not begun yet. Called once.
     *
     * @param slices how many parts of it have latencies of their own
     */
    void count(long from, long to, int slices) {
        for (int i = 0; i < slices; i++) {
            sinceAppend.add(new Histogram(3));
        }
        span = new Span(from, to, slices);
    }

    /** How many predictions were read. */
    long seen() {
        return seen.get();
    }

    /** How many of the counted span's predictions were read. */
    long counted() {
        return counted.get();
    }

    /**
     * Does nothing while all is well.
     *
     * @throws IllegalStateException if the reader failed
     */
    void requireGood() {
        reader.requireGood();
    }

    /** The latencies since the append, by slice, in microseconds, in steps of 1,000. Only after {@link #close}. */
    List<Histogram> sinceAppend() {
        return List.copyOf(sinceAppend);
    }

    /** The latencies since the events were due, in microseconds. Only after {@link #close}. */
    Histogram sinceDue() {
        return sinceDue;
    }

    @Override
    public void close() {
        reader.close();
    }
}
