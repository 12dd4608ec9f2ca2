package io.streamscorer.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.schemas.CardTransaction;
import io.streamscorer.schemas.Prediction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the scorer's process: the same command line, settings, topics and transactions, and a model that finds large amounts
 * fraudulent. The environment variable {@code FAKE_SCORER_FAULT} makes it wrong: {@code drop} leaves each 100th event unanswered, {@code
 * crash} ends at once.
 */
final class FakeScorer {
    private static final SpecificDatumReader<CardTransaction> READER = new SpecificDatumReader<>(CardTransaction.class);
    private static final SpecificDatumWriter<Prediction> WRITER = new SpecificDatumWriter<>(Prediction.class);

    private FakeScorer() {}

    public static void main(String[] arguments) throws IOException {
        if ("crash".equals(System.getenv("FAKE_SCORER_FAULT"))) {
            System.err.println("the model does not fit");
            System.exit(3);
        }
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(arguments[2]))) {
            settings.load(file);
        }
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ending.countDown();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(0);
        }));
        score(settings, ending);
        ended.countDown();
    }

    private static void score(Properties settings, CountDownLatch ending) throws IOException {
        String bootstrapServers = settings.getProperty("bootstrap.servers");
        String input = settings.getProperty("input.topic");
        boolean drop = "drop".equals(System.getenv("FAKE_SCORER_FAULT"));
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "group.id",
                                settings.getProperty("application.id"),
                                "enable.auto.commit",
                                "false",
                                "auto.offset.reset",
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "fake-scorer"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.initTransactions();
            consumer.subscribe(List.of(input));
            while (ending.getCount() > 0) {
                ConsumerRecords<byte[], byte[]> events = consumer.poll(Duration.ofMillis(100));
                if (events.isEmpty()) {
                    continue;
                }
                producer.beginTransaction();
                Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                for (ConsumerRecord<byte[], byte[]> event : events) {
                    if (!drop || event.offset() % 100 != 99) {
                        var unused = producer.send(answer(event, settings));
                    }
                    offsets.put(
                            new TopicPartition(event.topic(), event.partition()),
                            new OffsetAndMetadata(event.offset() + 1));
                }
                producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
                producer.commitTransaction();
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> answer(ConsumerRecord<byte[], byte[]> event, Properties settings)
            throws IOException {
        CardTransaction transaction = decode(event.value());
        if (transaction == null) {
            ProducerRecord<byte[], byte[]> deadLetter = new ProducerRecord<>(
                    settings.getProperty("dead.letter.topic"),
                    event.partition(),
                    event.timestamp(),
                    event.key(),
                    event.value());
            deadLetter
                    .headers()
                    .add("scorer.source.topic", event.topic().getBytes(UTF_8))
                    .add(
                            "scorer.source.partition",
                            Integer.toString(event.partition()).getBytes(UTF_8))
                    .add("scorer.source.offset", Long.toString(event.offset()).getBytes(UTF_8))
                    .add(
                            "scorer.failure.category",
                            (event.value() == null ? "empty-value" : "malformed-avro").getBytes(UTF_8))
                    .add("scorer.failure.message", "broken".getBytes(UTF_8));
            return deadLetter;
        }
        double score = Math.min(transaction.getAmount() / 200, 1);
        Prediction prediction = Prediction.newBuilder()
                .setModelName("fake")
                .setModelVersion("1")
                .setScore(score)
                .setLabel(score > 0.5 ? "fraud" : "legitimate")
                .setFields(Map.of("customer_id", transaction.getCustomerId(), "amount", transaction.getAmount()))
                .setSourceTopic(event.topic())
                .setSourcePartition(event.partition())
                .setSourceOffset(event.offset())
                .setSourceTimestamp(Instant.ofEpochMilli(event.timestamp()))
                .setSourceSchemaId(1)
                .setScoredAt(Instant.now())
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5).putInt(1, 1).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        WRITER.write(prediction, encoder);
        encoder.flush();
        return new ProducerRecord<>(
                settings.getProperty("output.topic"),
                event.partition(),
                event.timestamp(),
                event.key(),
                bytes.toByteArray());
    }

    private static @Nullable CardTransaction decode(byte @Nullable [] value) {
        if (value == null || value[0] != 0) {
            return null;
        }
        try {
            var decoder = DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
            CardTransaction transaction = READER.read(null, decoder);
            return decoder.isEnd() ? transaction : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
