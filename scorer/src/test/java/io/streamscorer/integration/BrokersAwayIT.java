package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scorer says of itself while it hears no broker; with {@code -Preliability} alone. */
@Tag("reliability")
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotBeReadyWhileNoBrokerIsHeard(boolean refused) {
        // given
        String input = "silent-" + (refused ? "refused" : "swallowed");
        Setups.createTopics(backbone, input, 2);
        Events.register(backbone, input + "-value", Examinations.schema());
        NetworkProxy network = backbone.network(0);
        Map<String, String> settings =
                Setups.with(Setups.good(backbone, input), "bootstrap.servers", backbone.bootstrapServers(0));
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, input, settings).awaitReady()) {

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
}
