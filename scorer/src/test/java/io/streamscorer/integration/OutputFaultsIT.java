package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.sandbox.audit.AuditReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of events when the brokers are there, but have nowhere to write their answers. */
class OutputFaultsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Of one thread, so that several tasks share a producer. */
    private static final int PARTITIONS = 4;

    private static final int EVENTS = 2_000;

    private static Backbone backbone;

    /** Kept, so that the output of each run can be read. */
    private static final Path FOLDER = Path.of("target/output-faults").toAbsolutePath();

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(FOLDER);
        backbone = EmbeddedBackbone.start();
    }

    @AfterAll
    static void stop() {
        backbone.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void shouldScoreAgainWhatWasNotTakenWhileTheOutputTopicWasGone(String guarantee) throws Exception {
        // given
        String input = "gone-" + guarantee.replace('_', '-');
        Setups.createTopics(backbone, input, PARTITIONS);
        Events.register(backbone, input + "-value", Examinations.schema());
        Map<String, String> settings = Setups.with(
                Setups.good(backbone, input),
                "processing.guarantee",
                guarantee,
                "num.stream.threads",
                "1",
                "producer.delivery.timeout.ms",
                "4000");
        settings.put("producer.request.timeout.ms", "2000");

        try (ScorerInstance scorer =
                ScorerInstance.start(FOLDER, input, settings).awaitReady()) {
            Examinations.send(backbone, input, PARTITIONS, EVENTS);
            Answers.await(backbone, List.of(input + "-out"), EVENTS, LIMIT);
            Setups.awaitCommitted(backbone, input, EVENTS);

            // when
            Setups.deleteTopic(backbone, input + "-out");
            Examinations.send(backbone, input, PARTITIONS, EVENTS);
            Await.until("an answer is given up", LIMIT, () -> scorer.log().contains("did not take an answer"));
            backbone.createTopic(input + "-out", PARTITIONS, Map.of());

            // then
            AuditReport audit = Settling.await(backbone, input);
            assertThat(audit.missing())
                    .as("those that went with the topic; " + audit.text())
                    .isEqualTo(EVENTS);
            assertThat(audit.deadLetters()).as(audit.text()).isZero();
            if (guarantee.startsWith("exactly")) {
                assertThat(audit.duplicated()).as(audit.text()).isZero();
            }
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
        }
    }

    @Test
    void shouldBuryEventsOfTimesThatTheOutputTopicRefuses() throws Exception {
        // given: an input topic that takes what the topics of answers do not, two hours ahead
        String input = "ahead";
        backbone.createTopic(
                input, PARTITIONS, Map.of("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE)));
        backbone.createTopic(input + "-out", PARTITIONS, Map.of());
        backbone.createTopic(input + "-dead", PARTITIONS, Map.of());
        int schemaId = Events.register(backbone, input + "-value", Examinations.schema());
        byte[] value = Events.framed(
                schemaId,
                Examinations.event(
                        Examinations.schema(), "e", Examinations.rows().get(0)));
        long begin = System.currentTimeMillis();
        long ahead = begin + Duration.ofHours(2).toMillis();
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            Events.send(producer, new ProducerRecord<>(input, 0, ahead, null, value));
            Events.send(producer, new ProducerRecord<>(input, 0, begin, null, value));
        }

        // when
        try (ScorerInstance scorer = ScorerInstance.start(FOLDER, input, Setups.good(backbone, input))
                .awaitReady()) {

            // then
            ConsumerRecord<byte[], byte[]> letter = Answers.await(backbone, List.of(input + "-dead"), 1, LIMIT)
                    .get(input + "-dead")
                    .get(0);
            assertThat(letter.timestamp()).isBetween(begin, System.currentTimeMillis());
            assertThat(letter.value()).isEqualTo(value);
            assertThat(letter.headers().lastHeader("scorer.failure.category").value())
                    .asString()
                    .isEqualTo("timestamp-refused");
            assertThat(letter.headers().lastHeader("scorer.source.timestamp").value())
                    .asString()
                    .isEqualTo(Long.toString(ahead));
            assertThat(Answers.await(backbone, List.of(input + "-out"), 1, LIMIT)
                            .get(input + "-out")
                            .get(0)
                            .timestamp())
                    .isEqualTo(begin);
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
        }
    }

    /** What keeps the brokers from taking an answer, and its end. */
    private enum Refusal {
        GONE {
            @Override
            void begin(String topic) throws Exception {
                Setups.deleteTopic(backbone, topic);
            }

            @Override
            void end(String topic) {
                backbone.createTopic(topic, PARTITIONS, Map.of());
            }
        },
        TOO_LARGE {
            @Override
            void begin(String topic) throws Exception {
                largestMessage(topic, 50);
            }

            @Override
            void end(String topic) throws Exception {
                largestMessage(topic, 1_000_000);
            }
        };

        abstract void begin(String topic) throws Exception;

        abstract void end(String topic) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void shouldCommitNothingOfAThreadThatLostAnAnswerWhenItIsStopped(Refusal refusal) throws Exception {
        // given: answers of several tasks in their producer, none of them committed, when the topic goes
        String input = "stopped-" + refusal.name().toLowerCase(Locale.ROOT).replace('_', '-');
        int last = 400;
        Setups.createTopics(backbone, input, PARTITIONS);
        Events.register(backbone, input + "-value", Examinations.schema());
        Map<String, String> settings = Setups.with(
                Setups.good(backbone, input),
                "processing.guarantee",
                "at_least_once",
                "num.stream.threads",
                "1",
                "commit.interval.ms",
                "60000");
        settings.put("linger.ms", "5000");
        settings.put("producer.delivery.timeout.ms", "8000");
        settings.put("producer.request.timeout.ms", "2000");

        String log;
        try (ScorerInstance scorer =
                ScorerInstance.start(FOLDER, input + "-first", settings).awaitReady()) {
            Examinations.send(backbone, input, PARTITIONS, EVENTS);
            Answers.await(backbone, List.of(input + "-out"), EVENTS, LIMIT);
            Examinations.send(backbone, input, PARTITIONS, last);
            Await.until("all are scored", LIMIT, () -> predictions(scorer) >= EVENTS + last);
            refusal.begin(input + "-out");

            // when
            assertThat(scorer.terminate()).as(scorer.log()).isNotEmpty();
            log = scorer.output();
        }
        refusal.end(input + "-out");
        try (ScorerInstance scorer =
                ScorerInstance.start(FOLDER, input + "-second", settings).awaitReady()) {

            // then
            AuditReport audit = Settling.await(backbone, input);
            assertThat(audit.missing()).as(audit.text()).isZero();
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
        }
        assertThat(log).contains("Stopped: the group was left; what was not committed is scored again");
    }

    private static void largestMessage(String topic, int bytes) throws Exception {
        String setting = "max.message.bytes";
        String value = Integer.toString(bytes);
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            resource,
                            List.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            Await.until(
                    "the broker knows it",
                    LIMIT,
                    () -> admin.describeConfigs(List.of(resource))
                            .values()
                            .get(resource)
                            .get()
                            .get(setting)
                            .value()
                            .equals(value));
        }
    }

    private static double predictions(ScorerInstance scorer) {
        return scorer.body("/metrics")
                .lines()
                .filter(line -> line.startsWith("scorer_predictions_made_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
