package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.streamscorer.sandbox.audit.AuditReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How {@code scorer run} starts, waits, stops and dies, and what a user sees of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunCommandIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int EVENTS = 100;

    /** Kept, so that the output of each run can be read. */
    private final Path folder = Path.of("target/run-command").toAbsolutePath();

    private EmbeddedBackbone backbone;

    @BeforeAll
    void start() throws Exception {
        Files.createDirectories(folder);
        backbone = EmbeddedBackbone.start();
    }

    @AfterAll
    void stop() {
        backbone.close();
    }

    @Test
    void shouldSayInFewLinesWhatItDoesFromStartToStop() throws Exception {
        // given
        Map<String, String> settings = Setups.with(settings("quiet", 3), "num.stream.threads", "1");

        // when
        String log;
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, "quiet", settings).awaitReady()) {
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
            log = scorer.log();
        }

        // then
        assertThat(log.lines())
                .as(log)
                .allMatch(line -> line.matches("\\S+ INFO  .*"))
                .hasSizeLessThan(15);
        assertThat(log.lines().filter(line -> line.contains("Settings: "))).hasSize(1);
        assertThat(log.lines().filter(line -> line.contains("Running: 3 partitions on 1 stream thread")))
                .hasSize(1);
        assertThat(log).endsWith("Stopped: the group was left and all is committed");
    }

    @Test
    void shouldRefuseABrokenSetupAndChangeNothing() throws Exception {
        // given
        Map<String, String> settings =
                Setups.with(settings("broken", 1), "output.fields", "no_such_field", "linger.ms", "7");

        // when
        ScorerInstance.Finished run = ScorerInstance.run(folder, "broken", "run", settings);

        // then
        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(lastLines(run.output(), 2))
                .as(run.output())
                .startsWith("scorer: this must be mended first:\n  - output.fields: Field 'no_such_field'");
        assertNoStackTrace(run.output());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).doesNotContain("broken-out", "broken-dead");
        }
    }

    @Test
    void shouldRegisterNothingWhenATopicCannotBeCreated() throws Exception {
        // given: one broker
        Map<String, String> settings = Setups.with(settings("uncreated", 1), "topics.replication.factor", "3");

        // when
        ScorerInstance.Finished run = ScorerInstance.run(folder, "uncreated", "run", settings);

        // then
        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.output()).contains("Could not create topic 'uncreated-out'");
        try (CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(backbone.registryUrl(), 10)) {
            assertThat(client.getAllSubjects()).doesNotContain("uncreated-out-value");
        }
    }

    @Test
    void shouldWaitForTheBrokerAndGoOnWhenItComes() throws Exception {
        // given
        Map<String, String> settings = settings("late", 1);
        backbone.broker().stop();
        try (ScorerInstance scorer = ScorerInstance.start(folder, "late", settings)) {
            Await.until(
                    "readiness says what it waits for",
                    LIMIT,
                    () -> scorer.status("/health/ready") == 503
                            && scorer.body("/health/ready").contains("no broker answered at"));
            assertThat(scorer.status("/health/live")).isEqualTo(200);

            // when
            backbone.broker().restart();

            // then
            scorer.awaitReady();
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
            assertThat(scorer.log()).contains("Waiting, for ").doesNotContain("NetworkClient");
        } finally {
            backbone.broker().restart();
        }
    }

    @Test
    void shouldGiveUpWithOneLineWhenTheBrokerStaysAway() throws Exception {
        // given
        Map<String, String> settings =
                Setups.with(settings("away", 1), "bootstrap.servers", Ports.closed(), "retry.timeout.ms", "1000");

        // when
        ScorerInstance.Finished run = ScorerInstance.run(folder, "away", "run", settings);

        // then
        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(lastLines(run.output(), 1))
                .startsWith("scorer: bootstrap.servers: no broker answered at 127.0.0.1:");
        assertNoStackTrace(run.output());
    }

    @Test
    void shouldStopWhileItWaits() throws Exception {
        // given
        Map<String, String> settings = Setups.with(settings("stopped", 1), "bootstrap.servers", Ports.closed());
        try (ScorerInstance scorer = ScorerInstance.start(folder, "stopped", settings)) {
            Await.until("the scorer waits", LIMIT, () -> scorer.log().contains("Waiting, for "));

            // when / then
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
            assertThat(scorer.log()).endsWith("Stopped before scoring began");
        }
    }

    @Test
    void shouldDieWithOneReadableLineWhenTheBrokersTakeNoPrediction() throws Exception {
        // given
        Map<String, String> settings = settings("refused", 1);
        Schema schema = Examinations.schema();
        int schemaId = Events.register(backbone, "refused-value", schema);
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, "refused", settings).awaitReady()) {
            limitRecords("refused-out", 10);

            // when
            try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
                producer.send(new ProducerRecord<>(
                                "refused",
                                Events.framed(
                                        schemaId,
                                        Examinations.event(
                                                schema, "e", Examinations.rows().get(0)))))
                        .get();
            }

            // then
            Await.until("the scorer ends", LIMIT, () -> scorer.exitStatus().isPresent());
            assertThat(scorer.exitStatus()).hasValue(1);
            assertThat(lastLines(scorer.log(), 1))
                    .startsWith("scorer: ")
                    .contains("RecordTooLargeException")
                    .contains("refused-out");
        }
    }

    @Test
    void shouldDieWhenTheOutputTopicIsDeletedAndAnswerAllOnceItIsThereAgain() throws Exception {
        // given
        Map<String, String> settings = Setups.with(settings("deleted", 1), "producer.delivery.timeout.ms", "5000");
        settings.putAll(Map.of("producer.request.timeout.ms", "2000", "producer.max.block.ms", "5000"));
        settings.put("task.timeout.ms", "0");
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, "deleted", settings).awaitReady()) {
            Examinations.send(backbone, "deleted", 1, EVENTS);
            Answers.await(backbone, List.of("deleted-out"), EVENTS, LIMIT);

            // when
            Setups.deleteTopic(backbone, "deleted-out");
            Examinations.send(backbone, "deleted", 1, EVENTS);

            // then
            Await.until("the scorer ends", LIMIT, () -> scorer.exitStatus().isPresent());
            assertThat(scorer.exitStatus()).hasValue(1);
            assertThat(lastLines(scorer.log(), 2)).contains("scorer: ");
            assertThat(scorer.output()).contains("deleted-out=UNKNOWN_TOPIC_OR_PARTITION");
            assertThat(members("scorer-deleted"))
                    .as("members whose partitions nobody else can have yet")
                    .isEmpty();
        }

        // when
        backbone.createTopic("deleted-out", 1, Map.of());
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, "deleted-again", settings).awaitReady()) {
            AuditReport audit = Settling.await(backbone, "deleted");

            // then: those that were answered before went with the topic
            assertThat(audit.predictions()).as(audit.text()).isEqualTo(EVENTS);
            assertThat(audit.missing()).as(audit.text()).isEqualTo(EVENTS);
            assertThat(audit.duplicated() + audit.deadLetters())
                    .as(audit.text())
                    .isZero();
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
        }
    }

    private Collection<MemberDescription> members(String group) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers()))) {
            return admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get()
                    .members();
        }
    }

    private void limitRecords(String topic, int bytes) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        ConfigEntry entry = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            Await.until(
                    "the brokers have the setting",
                    LIMIT,
                    () -> admin.describeConfigs(List.of(resource))
                            .all()
                            .get()
                            .get(resource)
                            .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                            .value()
                            .equals(Integer.toString(bytes)));
        }
    }

    private Map<String, String> settings(String input, int partitions) {
        backbone.createTopic(input, partitions, Map.of());
        Events.register(backbone, input + "-value", Examinations.schema());
        return Setups.good(backbone, input);
    }

    private static void assertNoStackTrace(String output) {
        assertThat(output).doesNotContain("\tat ").doesNotContain("Exception in thread");
    }

    private static String lastLines(String output, int count) {
        List<String> lines = output.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
}
