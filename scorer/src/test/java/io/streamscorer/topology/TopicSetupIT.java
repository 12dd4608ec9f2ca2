package io.streamscorer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.sandbox.broker.EmbeddedBroker;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicSetupIT {
    private static final int PARTITIONS = 2;
    private static final long MAX_REQUEST_BYTES = 1024 * 1024;

    private EmbeddedBroker broker;
    private Admin admin;

    @BeforeAll
    void start() {
        broker = EmbeddedBroker.start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    void stop() {
        admin.close();
        broker.close();
    }

    @Test
    void shouldKnowTheLargestRecordOfTopicsThatItJustCreated() {
        // given
        broker.createTopic("fresh", PARTITIONS, Map.of());

        // when
        TopicReport report = TopicSetup.inspect(admin, plan("fresh", Map.of("max.message.bytes", "5000")), true);

        // then
        assertThat(report.problems()).isEmpty();
        TopicLimits defaults = new TopicLimits(5000, Long.MAX_VALUE, 3_600_000);
        assertThat(report.limits()).isEqualTo(new AnswerLimits(defaults, defaults));
    }

    @Test
    void shouldKnowWhichTimestampsATopicTakes() {
        // given
        broker.createTopic("timed", PARTITIONS, Map.of());
        broker.createTopic(
                "timed-out",
                PARTITIONS,
                Map.of("message.timestamp.before.max.ms", "1000", "message.timestamp.after.max.ms", "2000"));
        broker.createTopic("timed-dead", PARTITIONS, Map.of("message.timestamp.type", "LogAppendTime"));

        // when
        TopicReport report = TopicSetup.inspect(admin, plan("timed", Map.of()), false);

        // then
        assertThat(report.problems()).isEmpty();
        assertThat(report.limits().predictions().maxAgeMillis()).isEqualTo(1_000);
        assertThat(report.limits().predictions().maxAheadMillis()).isEqualTo(2_000);
        assertThat(report.limits().deadLetters())
                .isEqualTo(TopicLimits.ofSize(report.limits().deadLetters().maxBytes()));
    }

    @Test
    void shouldTakeNoTopicThatIsCompacted() {
        // given
        broker.createTopic("compacted", PARTITIONS, Map.of());
        broker.createTopic("compacted-out", PARTITIONS, Map.of("cleanup.policy", "compact"));
        broker.createTopic("compacted-dead", PARTITIONS, Map.of("cleanup.policy", "compact,delete"));

        // when
        TopicReport report = TopicSetup.inspect(admin, plan("compacted", Map.of()), false);

        // then
        assertThat(report.problems())
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("output.topic: topic 'compacted-out' is compacted (cleanup.policy=compact)")
                                .contains("refuses records without a key", "Set the topic's cleanup.policy to delete"),
                        problem -> assertThat(problem).startsWith("dead.letter.topic: topic 'compacted-dead'"));
    }

    @Test
    void shouldCreateNoTopicThatWouldBeCompacted() throws Exception {
        // given
        broker.createTopic("compacting", PARTITIONS, Map.of());

        // when
        TopicReport report = TopicSetup.inspect(admin, plan("compacting", Map.of("cleanup.policy", "compact")), true);

        // then
        assertThat(report.problems()).hasSize(2).allMatch(problem -> problem.startsWith("topic.cleanup.policy: "));
        assertThat(admin.listTopics().names().get()).doesNotContain("compacting-out", "compacting-dead");
    }

    @Test
    void shouldLookAtATopicThatAnotherInstanceCreatedMeanwhile() {
        // given
        broker.createTopic("raced", PARTITIONS, Map.of());

        // when
        TopicReport report = TopicSetup.inspect(whileAnotherCreates("raced-out", 1), plan("raced", Map.of()), true);

        // then
        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith("output.topic: topic 'raced-out' has 1 partition, but the input topic has 2");
    }

    /** The client, but just before it creates a topic someone else creates another. */
    private Admin whileAnotherCreates(String topic, int partitions) {
        boolean[] created = {false};
        return (Admin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("createTopics") && !created[0]) {
                        created[0] = true;
                        broker.createTopic(topic, partitions, Map.of());
                    }
                    try {
                        return method.invoke(admin, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private TopicPlan plan(String input, Map<String, String> newTopicSettings) {
        return new TopicPlan(
                input,
                input + "-out",
                input + "-dead",
                true,
                (short) 1,
                MAX_REQUEST_BYTES,
                "scorer-" + input,
                broker.bootstrapServers(),
                newTopicSettings,
                Duration.ofSeconds(10));
    }
}
