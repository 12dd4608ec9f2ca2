package io.streamscorer.benchmarks.measure;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads predictions and dead letters with {@code read_committed} on a thread of its own, counts them, and takes the time between an event and
 * the poll that returned its prediction.
 *
 * <p>An answer has its event's key, which is the time at which the event was due and is larger than that of any event before it. So no answer
 * is missing, doubled or another's if their number and the sum of their keys are those of the events, and the keys of each partition grow.
 */
final class Answers implements AutoCloseable {
    private final String predictionTopic;
    private final ReaderThread reader;
    private final long[] lastOfPredictions;
    private final long[] lastOfDeadLetters;
    private final SingleWriterRecorder sinceAppend = new SingleWriterRecorder(3);
    private final SingleWriterRecorder sinceDue = new SingleWriterRecorder(3);
    private final AtomicLong predictions = new AtomicLong();
    private final AtomicLong deadLetters = new AtomicLong();
    private final AtomicLong misplaced = new AtomicLong();
    private final AtomicLong keySum = new AtomicLong();

    private Answers(OutputTopic output) {
        this.predictionTopic = output.name();
        this.lastOfPredictions = lowest(output.partitions());
        this.lastOfDeadLetters = lowest(output.partitions());
        this.reader = new ReaderThread("answers", output.answerReader(), this::take);
    }

    private static long[] lowest(int partitions) {
        long[] keys = new long[partitions];
        Arrays.fill(keys, Long.MIN_VALUE);
        return keys;
    }

    /** Starts reading. The caller closes it, which closes the consumer. */
    static Answers start(OutputTopic output) {
        Answers answers = new Answers(output);
        answers.reader.start();
        return answers;
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        long now = System.nanoTime();
        long wallClock = System.currentTimeMillis();
        long sum = 0;
        for (TopicPartition partition : records.partitions()) {
            boolean scored = partition.topic().equals(predictionTopic);
            long[] last = scored ? lastOfPredictions : lastOfDeadLetters;
            int disordered = 0;
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                long due = EventTopic.number(record.key());
                sum += due;
                if (due <= last[partition.partition()]) {
                    disordered++;
                }
                last[partition.partition()] = due;
                if (scored) {
                    sinceDue.recordValue(Math.max(0, now - due) / 1000);
                    sinceAppend.recordValue(Math.max(0, wallClock - record.timestamp()) * 1000);
                }
            }
            misplaced.addAndGet(disordered);
            (scored ? predictions : deadLetters)
                    .addAndGet(records.records(partition).size());
        }
        keySum.addAndGet(sum);
    }

    /** How many predictions were read. */
    long predictions() {
        return predictions.get();
    }

    /** How many dead letters were read. */
    long deadLetters() {
        return deadLetters.get();
    }

    /** How many events were answered. */
    long count() {
        return predictions() + deadLetters();
    }

    /** How many answers came after one whose event is as young or younger, in the same partition of the same topic. */
    long misplaced() {
        return misplaced.get();
    }

    /** The sum of the answers' keys, which overflows. */
    long keySum() {
        return keySum.get();
    }

    /** The latencies since the append of the predictions read since the last call, in microseconds, in steps of 1,000. */
    Histogram sinceAppend() {
        return sinceAppend.getIntervalHistogram();
    }

    /** The latencies since the events were due, in microseconds, likewise. */
    Histogram sinceDue() {
        return sinceDue.getIntervalHistogram();
    }

    /**
     * Does nothing while all is well.
     *
     * @throws IllegalStateException if the reader failed
     */
    void requireGood() {
        reader.requireGood();
    }

    @Override
    public void close() {
        reader.close();
    }
}
