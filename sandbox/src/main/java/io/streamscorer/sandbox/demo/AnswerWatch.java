package io.streamscorer.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.schemas.Prediction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads predictions and dead letters as they are committed, from a thread of its own: counts them, keeps the latest predictions and measures
 * latency, from the event's timestamp to the moment at which this reader has its prediction. Its methods may be called from any thread.
 */
final class AnswerWatch implements AutoCloseable {
    /** How many of the latest predictions are kept. */
    static final int LATEST = 8;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long MAX_LATENCY_MILLIS = Duration.ofHours(1).toMillis();
    private static final int PREFIX_BYTES = 5;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String predictionTopic;
    private final SpecificDatumReader<Prediction> reader = new SpecificDatumReader<>(Prediction.class);
    private final Recorder latencies = new Recorder(MAX_LATENCY_MILLIS, 3);
    private final AtomicLong predictions = new AtomicLong();
    private final ConcurrentSkipListMap<String, Long> deadLetters = new ConcurrentSkipListMap<>();
    private final ArrayDeque<Prediction> latest = new ArrayDeque<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "answer-watch");
    private volatile boolean stopping;

    AnswerWatch(String bootstrapServers, String predictionTopic, String deadLetterTopic) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000",
                        ConsumerConfig.CLIENT_ID_CONFIG, "answer-watch"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.predictionTopic = predictionTopic;
        List<TopicPartition> partitions = Stream.of(predictionTopic, deadLetterTopic)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Starts to read. */
    void start() {
        thread.start();
    }

    /** How many predictions were read. */
    long predictions() {
        return predictions.get();
    }

    /** How many dead letters were read, by category. A copy. */
    SortedMap<String, Long> deadLetters() {
        return new TreeMap<>(deadLetters);
    }

    /** How many predictions and dead letters were read. */
    long answers() {
        return predictions.get()
                + deadLetters.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The latest predictions, newest first, at most {@link #LATEST}. A copy. */
    List<Prediction> latest() {
        synchronized (latest) {
            return new ArrayList<>(latest);
        }
    }

    /** The latencies in milliseconds since the last call. */
    Histogram takeLatencies() {
        return latencies.getIntervalHistogram();
    }

    /** Why reading ended; null while it goes on. */
    @Nullable
    Exception failure() {
        return failure.get();
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }

    private void run() {
        try {
            while (!stopping) {
                note(consumer.poll(POLL));
            }
        } catch (RuntimeException | IOException e) {
            failure.set(e);
        }
    }

    private void note(ConsumerRecords<byte[], byte[]> records) throws IOException {
        long now = System.currentTimeMillis();
        ArrayDeque<ConsumerRecord<byte[], byte[]>> newest = new ArrayDeque<>();
        for (ConsumerRecord<byte[], byte[]> answer : records) {
            if (!answer.topic().equals(predictionTopic)) {
                deadLetters.merge(category(answer), 1L, Long::sum);
                continue;
            }
            // A prediction's timestamp is its event's.
            latencies.recordValue(Math.min(Math.max(now - answer.timestamp(), 0), MAX_LATENCY_MILLIS));
            predictions.incrementAndGet();
            if (newest.size() == LATEST) {
                newest.removeFirst();
            }
            newest.addLast(answer);
        }
        keep(newest);
    }

    private void keep(ArrayDeque<ConsumerRecord<byte[], byte[]>> newest) throws IOException {
        for (ConsumerRecord<byte[], byte[]> answer : newest) {
            byte[] value = answer.value();
            Prediction prediction = reader.read(
                    null, DecoderFactory.get().binaryDecoder(value, PREFIX_BYTES, value.length - PREFIX_BYTES, null));
            synchronized (latest) {
                latest.addFirst(prediction);
                if (latest.size() > LATEST) {
                    latest.removeLast();
                }
            }
        }
    }

    private static String category(ConsumerRecord<byte[], byte[]> deadLetter) {
        Header header = deadLetter.headers().lastHeader("scorer.failure.category");
        return header == null ? "(none)" : new String(header.value(), UTF_8);
    }
}
