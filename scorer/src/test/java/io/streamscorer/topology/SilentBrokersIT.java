package io.streamscorer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.StopSignal;
import io.streamscorer.sandbox.audit.AuditReport;
import io.streamscorer.sandbox.audit.TopicAudit;
import io.streamscorer.sandbox.broker.EmbeddedBroker;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kafka Streams makes of it when a producer does not come to know where answers go. */
class SilentBrokersIT {
    private static final int EVENTS = 20;
    /** Which of the producers' questions is not answered; not the first, so that answers are open that have to be given up. */
    private static final int SILENT_AT = 7;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void shouldScoreAgainWhatHadNoPlaceToGo(String guarantee) throws Exception {
        // given
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            for (String topic : List.of("events", "predictions", "dead-letters")) {
                broker.createTopic(topic, 1, Map.of());
            }
            AtomicInteger questions = new AtomicInteger();
            BlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();
            ScoringTopology shape =
                    new ScoringTopology("events", "predictions", "dead-letters", Doubler.BATCH, new InputProgress());
            Properties settings = new Properties();
            settings.putAll(shape.settings(
                    Map.of(
                            "application.id",
                            "silent",
                            "bootstrap.servers",
                            broker.bootstrapServers(),
                            "processing.guarantee",
                            guarantee,
                            "auto.offset.reset",
                            "earliest"),
                    List.of()));

            // when
            AuditReport audit;
            try (ThreadScorers scorers = new ThreadScorers(() -> Doubler.scorer(() -> {}));
                    KafkaStreams streams = new KafkaStreams(
                            shape.build(
                                    scorers,
                                    "doubler",
                                    "7",
                                    new AnswerLimits(TopicLimits.ofSize(1_000), TopicLimits.ofSize(1_000)),
                                    category -> {}),
                            settings,
                            new Clients(questions))) {
                streams.setUncaughtExceptionHandler(thrown -> {
                    fatal.add(thrown);
                    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
                });
                streams.start();
                send(broker);
                audit = settled(broker, fatal);
            }

            // then
            assertThat(questions).hasValueGreaterThan(SILENT_AT);
            assertThat(audit.misplaced() + audit.deadLetters()).as(audit.text()).isZero();
            if (guarantee.equals("exactly_once_v2")) {
                assertThat(audit.clean()).as(audit.text()).isTrue();
            }
        }
    }

    private static void send(EmbeddedBroker broker) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < EVENTS; i++) {
                producer.send(new ProducerRecord<>("events", Doubler.value(i))).get();
            }
        }
    }

    /** The audit once nothing is missing. */
    private static AuditReport settled(EmbeddedBroker broker, BlockingQueue<Throwable> fatal) {
        TopicAudit audit = new TopicAudit(broker.bootstrapServers());
        long start = System.nanoTime();
        while (true) {
            AuditReport report = audit.run("events", "predictions", "dead-letters");
            assertThat(fatal).as("what Kafka Streams ended with").isEmpty();
            if (report.missing() == 0) {
                return report;
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(report.text())
                    .isLessThan(LIMIT);
        }
    }

    /** The scorer's clients, but once the brokers do not say which partitions a topic has. */
    private record Clients(KafkaClientSupplier own, AtomicInteger questions) implements KafkaClientSupplier {
        Clients(AtomicInteger questions) {
            this(new StreamsClients(new StopSignal(), StopListener.NONE), questions);
        }

        @Override
        @SuppressWarnings("unchecked")
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            Producer<byte[], byte[]> producer = own.getProducer(config);
            return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("partitionsFor") && questions.incrementAndGet() == SILENT_AT) {
                            throw new TimeoutException(
                                    "Topic " + arguments[0] + " not present in metadata after 60000 ms.");
                        }
                        try {
                            return method.invoke(producer, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public Admin getAdmin(Map<String, Object> config) {
            return own.getAdmin(config);
        }

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            return own.getConsumer(config);
        }

        @Override
        public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
            return own.getRestoreConsumer(config);
        }

        @Override
        public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
            return own.getGlobalConsumer(config);
        }
    }
}
