package io.streamscorer.sandbox.audit;

import io.streamscorer.sandbox.audit.AnswerReader.UnreadableAnswerException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The audit of a run that is over: reads the input, the output and the dead-letter topic from the beginning to the end, as a {@code
 * read_committed} consumer sees them, and holds events and answers against each other.
 *
 * <p>What was read from the input is what must be answered: aborted records and transaction markers are not. Needs two bits of memory for
 * each event. Nothing may write to the topics meanwhile: an answer to an event that was written after the input was read is a stray.
 */
public final class TopicAudit {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Duration patience;
    private final AnswerReader answers = new AnswerReader();

    /** An audit of the topics at {@code bootstrapServers}, without security settings. */
    public TopicAudit(String bootstrapServers) {
        this(
                () -> new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none",
                                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10000"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                Duration.ofSeconds(60));
    }

    /**
     * @param consumers makes a consumer that reads committed records; it is closed after use
     * @param patience how long a topic may give nothing before its end is reached
     */
    TopicAudit(Supplier<Consumer<byte[], byte[]>> consumers, Duration patience) {
        this.consumers = consumers;
        this.patience = patience;
    }

    /**
     * Reads the three topics and counts.
     *
     * @throws IllegalArgumentException when a topic does not exist
     * @throws TimeoutException when a topic's end is not reached: an open transaction, or the broker is away
     */
    public AuditReport run(String inputTopic, String outputTopic, String deadLetterTopic) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            AnswerSheet sheet = new AnswerSheet(
                    inputTopic, partitionsOf(consumer, inputTopic).size());
            readAll(consumer, inputTopic, event -> sheet.event(event.partition(), event.offset()));
            readAll(consumer, outputTopic, prediction -> notePrediction(sheet, prediction));
            readAll(consumer, deadLetterTopic, deadLetter -> noteDeadLetter(sheet, deadLetter));
            return sheet.report();
        }
    }

    /**
     * Prints an audit; ends with status 0 when it is clean, 1 when not, 2 when the arguments are wrong.
     *
     * @param arguments bootstrap servers, input topic, output topic, dead-letter topic
     */
    public static void main(String[] arguments) {
        if (arguments.length != 4) {
            System.err.println("Usage: TopicAudit BOOTSTRAP_SERVERS INPUT_TOPIC OUTPUT_TOPIC DEAD_LETTER_TOPIC");
            System.exit(2);
        }
        AuditReport report = new TopicAudit(arguments[0]).run(arguments[1], arguments[2], arguments[3]);
        System.out.print(report.text());
        System.exit(report.clean() ? 0 : 1);
    }

    private void notePrediction(AnswerSheet sheet, ConsumerRecord<byte[], byte[]> prediction) {
        try {
            sheet.prediction(answers.sourceOfPrediction(prediction), placeOf(prediction), prediction.offset());
        } catch (UnreadableAnswerException e) {
            sheet.unreadable(placeOf(prediction), prediction.offset(), String.valueOf(e.getMessage()));
        }
    }

    private void noteDeadLetter(AnswerSheet sheet, ConsumerRecord<byte[], byte[]> deadLetter) {
        try {
            SourceEvent source = answers.sourceOfDeadLetter(deadLetter);
            String category = answers.categoryOfDeadLetter(deadLetter);
            sheet.deadLetter(source, category, placeOf(deadLetter), deadLetter.offset());
        } catch (UnreadableAnswerException e) {
            sheet.unreadable(placeOf(deadLetter), deadLetter.offset(), String.valueOf(e.getMessage()));
        }
    }

    private void readAll(
            Consumer<byte[], byte[]> consumer,
            String topic,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        List<TopicPartition> partitions = partitionsOf(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long lastProgress = System.nanoTime();
        while (!atEnd(consumer, ends)) {
            var records = consumer.poll(POLL);
            records.forEach(each);
            if (!records.isEmpty()) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > patience.toNanos()) {
                throw new TimeoutException(String.format(
                        Locale.ROOT, "The end of %s, %s, was not reached: nothing came for %s", topic, ends, patience));
            }
        }
    }

    private static boolean atEnd(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static List<TopicPartition> partitionsOf(Consumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        if (partitions == null || partitions.isEmpty()) {
            throw new IllegalArgumentException("Topic " + topic + " does not exist");
        }
        return partitions.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private static TopicPartition placeOf(ConsumerRecord<byte[], byte[]> answer) {
        return new TopicPartition(answer.topic(), answer.partition());
    }
}
