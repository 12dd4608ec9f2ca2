package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.StopSignal;
import io.streamscorer.topology.StopListener;
import io.streamscorer.topology.StreamsClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scorer says of itself while it hears no broker, and how it stops while brokers are away, and right after they came back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokersAwayIT {
    /** Kept, so that the output of each run can be read. */
    private final Path folder = Path.of("target/brokers-away").toAbsolutePath();

    private ProxiedBackbone backbone;

    @BeforeAll
    void start() throws IOException {
        Files.createDirectories(folder);
        backbone = ProxiedBackbone.start(TrialVariant.BROKER_SETTINGS);
    }

    @AfterAll
    void stop() {
        backbone.close();
    }

    private Map<String, String> settings(String input) {
        Setups.createTopics(backbone, input, 2);
        Events.register(backbone, input + "-value", Examinations.schema());
        return Setups.with(Setups.good(backbone, input), "bootstrap.servers", backbone.bootstrapServers(0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotBeReadyWhileNoBrokerIsHeard(boolean refused) {
        // given
        String input = "silent-" + (refused ? "refused" : "swallowed");
        NetworkProxy network = backbone.network(0);
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, input, settings(input)).awaitReady()) {

            // when
            if (refused) {
                network.cut();
            } else {
                network.swallow();
            }

            // then
            Await.until("it is not ready", Duration.ofSeconds(30), () -> scorer.status("/health/ready") == 503);
            assertThat(scorer.body("/health/ready")).contains("\"brokers\":\"nothing heard from them for ");
            assertThat(scorer.body("/metrics")).containsPattern("scorer_process_ready\\{[^}]*} 0\\.0");
            assertThat(scorer.status("/health/live")).isEqualTo(200);
            network.restore();
            scorer.awaitReady();
            FaultTrial.terminate(scorer);
        } finally {
            network.restore();
        }
    }

    @Test
    void shouldStopWhileNoBrokerIsHeard() {
        // given
        String input = "stopped-silent";
        NetworkProxy network = backbone.network(0);
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, input, settings(input)).awaitReady()) {
            network.cut();
            Await.until("it is not ready", Duration.ofSeconds(30), () -> scorer.status("/health/ready") == 503);

            // when
            FaultTrial.terminate(scorer);

            // then
            assertThat(scorer.output()).contains("Stopped without leaving the group, for the brokers did not answer");
        } finally {
            network.restore();
        }
    }

    private void awaitGroupState(String group, String state) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers()))) {
            Await.until(
                    "the group is in " + state,
                    Duration.ofSeconds(30),
                    () -> admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group)
                            .get()
                            .groupState()
                            .toString()
                            .equals(state));
        }
    }

    @Test
    void shouldLeaveTheGroupRightAfterTheBrokersCameBack() {
        // given
        String group = "returning";
        backbone.createTopic(group, 1, Map.of());
        NetworkProxy network = backbone.network(0);
        StreamsClients clients = new StreamsClients(new StopSignal(), StopListener.NONE);
        Consumer<byte[], byte[]> consumer = clients.getConsumer(Map.of(
                "bootstrap.servers", backbone.bootstrapServers(0), "group.id", group, "reconnect.backoff.max.ms", 200));
        try {
            consumer.subscribe(List.of(group));
            Await.until("it has a partition", Duration.ofSeconds(30), () -> {
                consumer.poll(Duration.ofMillis(100));
                return !consumer.assignment().isEmpty();
            });
            network.cut();
            for (int i = 0; i < 50; i++) {
                consumer.poll(Duration.ofMillis(100));
            }
            network.restore();
        } finally {
            // when
            network.restore();
            consumer.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }

        // then
        awaitGroupState(group, "Empty");
    }
}
