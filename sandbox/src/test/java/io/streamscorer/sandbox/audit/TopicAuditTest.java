package io.streamscorer.sandbox.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.sandbox.broker.EmbeddedBroker;
import io.streamscorer.schemas.Prediction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

final class TopicAuditTest {
    private static EmbeddedBroker broker;
    private static KafkaProducer<byte[], byte[]> producer;

    private String events = "";
    private String predictions = "";
    private String deadLetters = "";

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "audit-test"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    @AfterAll
    static void stop() {
        producer.close();
        broker.close();
    }

    @Test
    void shouldFindATopicWithAbortedTransactionsClean(TestInfo test) throws Exception {
        // given
        createTopics(test);
        commit(() -> sendEvents(0, 10));
        producer.beginTransaction();
        sendEvents(0, 5);
        producer.abortTransaction();
        commit(() -> sendEvents(1, 3));
        commit(() -> {
            for (int offset = 0; offset < 10; offset++) {
                if (offset == 4) {
                    sendDeadLetter(0, "0", Integer.toString(offset), "bad-framing");
                } else {
                    sendPrediction(0, 0, offset);
                }
            }
        });
        producer.beginTransaction();
        sendPrediction(0, 0, 0);
        producer.abortTransaction();
        commit(() -> {
            sendPrediction(1, 1, 0);
            sendPrediction(1, 1, 1);
            sendPrediction(1, 1, 2);
        });

        // when
        AuditReport report = audit();

        // then
        assertThat(report.clean()).as(report.text()).isTrue();
        assertThat(report.events()).isEqualTo(13);
        assertThat(report.predictions()).isEqualTo(12);
        assertThat(report.deadLettersByCategory()).containsExactly(Map.entry("bad-framing", 1L));
    }

    @Test
    void shouldFindEachKindOfDefect(TestInfo test) throws Exception {
        // given
        createTopics(test);
        commit(() -> {
            sendEvents(0, 6);
            sendEvents(1, 2);
        });
        commit(() -> {
            sendPrediction(0, 0, 1);
            sendPrediction(0, 0, 0);
            sendPrediction(0, 0, 2);
            sendPrediction(0, 0, 2);
            sendPrediction(0, 1, 0);
            sendPrediction(0, 0, 77);
            send(new ProducerRecord<>(predictions, 0, null, "no prediction".getBytes(UTF_8)));
            send(new ProducerRecord<>(predictions, 0, null, new byte[] {0, 0, 0, 0, 1, 9, 9}));
            sendDeadLetter(1, "1", "1", "empty-value");
            sendDeadLetter(1, "1", "x", "empty-value");
        });

        // when
        AuditReport report = audit();

        // then
        assertThat(report.missing()).as("missing").isEqualTo(3);
        assertThat(report.outOfOrder()).as("out of order").isEqualTo(1);
        assertThat(report.duplicated()).as("duplicated").isEqualTo(1);
        assertThat(report.misplaced()).as("misplaced").isEqualTo(1);
        assertThat(report.strays()).as("strays").isEqualTo(1);
        assertThat(report.unreadable()).as("unreadable").isEqualTo(3);
        assertThat(report.clean()).isFalse();
    }

    @Test
    void shouldRefuseATopicThatDoesNotExist() {
        // given
        TopicAudit audit = new TopicAudit(broker.bootstrapServers());

        // when, then
        assertThatThrownBy(() -> audit.run("nowhere", "nowhere", "nowhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere");
    }

    private void createTopics(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        events = name + "-events";
        predictions = name + "-predictions";
        deadLetters = name + "-dead-letters";
        broker.createTopic(events, 2, Map.of());
        broker.createTopic(predictions, 2, Map.of());
        broker.createTopic(deadLetters, 2, Map.of());
    }

    private AuditReport audit() {
        return new TopicAudit(broker.bootstrapServers()).run(events, predictions, deadLetters);
    }

    private interface Sends {
        void run() throws IOException;
    }

    private static void commit(Sends sends) throws IOException {
        producer.beginTransaction();
        sends.run();
        producer.commitTransaction();
    }

    private void sendEvents(int partition, int count) {
        for (int each = 0; each < count; each++) {
            send(new ProducerRecord<>(events, partition, null, each % 3 == 0 ? null : new byte[8]));
        }
    }

    private void sendPrediction(int partition, int sourcePartition, long sourceOffset) throws IOException {
        Prediction prediction = Prediction.newBuilder()
                .setModelName("model")
                .setModelVersion("1")
                .setSourceTopic(events)
                .setSourcePartition(sourcePartition)
                .setSourceOffset(sourceOffset)
                .setSourceTimestamp(Instant.EPOCH)
                .setSourceSchemaId(1)
                .setScoredAt(Instant.EPOCH)
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {0, 0, 0, 0, 1});
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<>(Prediction.class).write(prediction, encoder);
        encoder.flush();
        send(new ProducerRecord<>(predictions, partition, null, bytes.toByteArray()));
    }

    private void sendDeadLetter(int partition, String sourcePartition, String sourceOffset, String category) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(deadLetters, partition, null, new byte[3]);
        record.headers()
                .add("scorer.source.topic", events.getBytes(UTF_8))
                .add("scorer.source.partition", sourcePartition.getBytes(UTF_8))
                .add("scorer.source.offset", sourceOffset.getBytes(UTF_8))
                .add("scorer.failure.category", category.getBytes(UTF_8))
                .add("scorer.failure.message", "why".getBytes(UTF_8));
        send(record);
    }

    /** Failures come to light at the commit. */
    private static void send(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record);
    }
}
