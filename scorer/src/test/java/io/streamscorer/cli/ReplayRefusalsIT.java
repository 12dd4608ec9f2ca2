package io.streamscorer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.replay.Letters;
import io.streamscorer.sandbox.ports.FreePorts;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scorer replay-dead-letters} says when it cannot do what it is told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayRefusalsIT {
    private static final FailureCategory A = FailureCategory.MISSING_FEATURE;

    private ReplayBench bench;

    @BeforeAll
    void start(@TempDir Path folder) {
        bench = new ReplayBench(folder);
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    @Test
    void shouldSayThatNoBrokerAnswers() throws Exception {
        // given
        String address = "127.0.0.1:" + FreePorts.one();

        // when
        CommandRun run = bench.replay("away", Map.of("bootstrap.servers", address));

        // then
        assertRefused(
                run,
                "scorer: bootstrap.servers: no broker answered at " + address
                        + " within 10 s. Check the address, that the brokers run, and security.protocol");
    }

    @Test
    void shouldSayThatTheTopicsAreMissing() throws Exception {
        // when
        CommandRun run = bench.replay("none");

        // then
        assertRefused(
                run,
                "scorer: these must be mended first:",
                "  - dead.letter.topic: topic 'none-dead' does not exist at "
                        + bench.broker().bootstrapServers() + ". Correct dead.letter.topic; 'scorer run' creates it",
                "  - input.topic: topic 'none' does not exist at "
                        + bench.broker().bootstrapServers() + ". Correct input.topic");
    }

    @Test
    void shouldSayThatLettersMayNotBeRead() throws Exception {
        // given
        bench.createTopics("unread", 1);
        bench.deny(ResourceType.TOPIC, "unread-dead", AclOperation.READ);

        // when / then
        assertRefused(
                bench.replay("unread"),
                "scorer: this must be mended first:",
                "  - No right to read topic 'unread-dead'. Grant Read on it to this user");
    }

    @Test
    void shouldSayThatLettersMayNotBeSeen() throws Exception {
        // given
        bench.createTopics("unseen", 1);
        bench.deny(ResourceType.TOPIC, "unseen-dead", AclOperation.DESCRIBE);

        // when / then
        assertRefused(
                bench.replay("unseen"),
                "scorer: this must be mended first:",
                "  - No right to describe topic 'unseen-dead'. Grant Describe on it to this user");
    }

    @Test
    void shouldSayThatTheInputMayNotBeWrittenAndCountAllTheSame() throws Exception {
        // given
        bench.createTopics("unwritten", 1);
        bench.bury("unwritten", A, 0, 1);
        bench.deny(ResourceType.TOPIC, "unwritten", AclOperation.WRITE);
        String problem = "No right to write topic 'unwritten'. Grant Write on it to this user";

        // when
        CommandRun run = bench.replay("unwritten");
        CommandRun dry = bench.replay("unwritten", "--dry-run");

        // then
        assertRefused(run, "scorer: this must be mended first:", "  - " + problem);
        assertThat(dry.status()).as(dry.err()).isZero();
        assertThat(dry.out().lines()).contains("  would be put back                   1", "NOTE  " + problem);
    }

    @Test
    void shouldSayThatTheRecordMayNotBeWritten() throws Exception {
        // given
        bench.createTopics("unrecorded", 1);
        bench.broker().createTopic("unrecorded-dead-replayed", 1, Map.of("cleanup.policy", "compact"));
        bench.deny(ResourceType.TOPIC, "unrecorded-dead-replayed", AclOperation.WRITE);

        // when / then
        assertRefused(
                bench.replay("unrecorded"),
                "scorer: this must be mended first:",
                "  - No right to write topic 'unrecorded-dead-replayed'. Grant Write on it to this user");
    }

    @Test
    void shouldSayThatTheRecordMayNotBeSeen() throws Exception {
        // given
        bench.createTopics("hidden", 1);
        bench.deny(ResourceType.TOPIC, "hidden-dead-replayed", AclOperation.DESCRIBE);

        // when / then
        assertRefused(
                bench.replay("hidden"),
                "scorer: this must be mended first:",
                "  - No right to describe topic 'hidden-dead-replayed'. Grant Describe, Read and Write on it to this user:"
                        + " it is the record of which dead letters were put back");
    }

    @Test
    void shouldSayThatTheRecordCannotBeCreated() throws Exception {
        // given
        bench.createTopics("uncreated", 1);

        // when
        CommandRun unasked = bench.replay("uncreated", Map.of("topics.create", "false"));
        CommandRun tooMany = bench.replay("uncreated", Map.of("topics.replication.factor", "3"));

        // then
        assertRefused(
                unasked,
                "scorer: this must be mended first:",
                "  - Topic 'uncreated-dead-replayed', the record of which dead letters were put back, does not exist at "
                        + bench.broker().bootstrapServers()
                        + ", and topics.create=false. Create it with 1 partition and cleanup.policy=compact");
        assertThat(tooMany.status()).isEqualTo(1);
        assertThat(tooMany.err())
                .startsWith(String.format(
                        Locale.ROOT,
                        "scorer: this must be mended first:%n  - Could not create topic 'uncreated-dead-replayed': "))
                .contains("replication factor", "or grant Create on it")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldSayThatTheTransactionsMayNotBeWritten() throws Exception {
        // given
        bench.createTopics("untransacted", 1);
        bench.bury("untransacted", A, 0, 1);
        bench.deny(ResourceType.TRANSACTIONAL_ID, "untransacted-dead-replayed", AclOperation.WRITE);

        // when / then
        assertRefused(
                bench.replay("untransacted"),
                "scorer: this must be mended first:",
                "  - No right to write with the transactional id 'untransacted-dead-replayed'. Grant Write and Describe on"
                        + " it to this user");
        assertThat(bench.records("untransacted")).isEmpty();
    }

    @Test
    void shouldRefuseARecordThatWouldBeForgotten() throws Exception {
        // given
        bench.createTopics("forgetful", 1);
        bench.broker().createTopic("forgetful-dead-replayed", 1, Map.of());

        // when / then
        assertRefused(
                bench.replay("forgetful"),
                "scorer: this must be mended first:",
                "  - Topic 'forgetful-dead-replayed' is the record of which dead letters were put back, but"
                        + " cleanup.policy=delete would delete that after a time, and a replay would send letters again."
                        + " Set its cleanup.policy to compact");
    }

    @Test
    void shouldRefuseARecordThatHoldsSomethingElse() throws Exception {
        // given
        bench.createTopics("foreign", 1);
        bench.bury("foreign", A, 0, 1);
        bench.broker().createTopic("foreign-dead-replayed", 1, Map.of("cleanup.policy", "compact"));
        bench.send(new ProducerRecord<>("foreign-dead-replayed", 0, "k".getBytes(UTF_8), "v".getBytes(UTF_8)));

        // when / then
        assertRefused(
                bench.replay("foreign"),
                "scorer: this must be mended first:",
                "  - Topic 'foreign-dead-replayed' is the record of which dead letters were put back, but"
                        + " foreign-dead-replayed-0@0 is something else (its key has 1 parts). Give that topic to nothing else");
        assertThat(bench.records("foreign")).isEmpty();
    }

    @Test
    void shouldSayWhichEventTheInputDoesNotTakeAndSendNothingOfItsTransaction() throws Exception {
        // given
        bench.createTopics("small", 1);
        bench.send(Letters.toSend(
                "small-dead", A, "small", 0, 1, ReplayBench.TIME, null, new byte[5_000], new RecordHeaders()));
        limitRecords("small", 1_000);

        // when
        CommandRun run = bench.replay("small");

        // then
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("scorer: The event of dead letter small-dead-0@0 was not taken by topic 'small': ")
                .endsWith("What was committed before is recorded; run it again to go on");
        limitRecords("small", 2_000_000);
        assertThat(bench.replay("small").status()).isZero();
        assertThat(bench.records("small"))
                .singleElement()
                .extracting(ConsumerRecord::value)
                .isEqualTo(new byte[5_000]);
    }

    private void limitRecords(String topic, int bytes) throws Exception {
        bench.admin()
                .incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("max.message.bytes", Integer.toString(bytes)),
                                AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static void assertRefused(CommandRun run, String... lines) {
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).containsExactly(lines);
        assertThat(run.out()).isEmpty();
    }
}
