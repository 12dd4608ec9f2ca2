package io.streamscorer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorerConfigTest {
    @TempDir
    Path directory;

    SettingsFixture settings;

    @BeforeEach
    void createFixture() {
        settings = new SettingsFixture(directory);
    }

    @Test
    void shouldHaveDefaultsForAllThatIsNotRequired() {
        // given a file with the required settings alone

        // when
        ScorerConfig config = settings.load();

        // then
        assertThat(config.applicationId()).isEqualTo("scorer");
        assertThat(config.inputTopic()).isEqualTo("events");
        assertThat(config.outputTopic()).isEqualTo("predictions");
        assertThat(config.deadLetterTopic()).isEqualTo("dead-letters");
        assertThat(config.schemaRegistryUrls()).containsExactly("http://registry:8081");
        assertThat(config.inputSchema()).isEmpty();
        assertThat(config.autoRegisterSchemas()).isTrue();
        assertThat(config.modelPath()).isEqualTo(directory.resolve("model"));
        assertThat(config.modelDevice()).isEqualTo("auto");
        assertThat(config.modelThreads()).isEqualTo(1);
        assertThat(config.batchMaxRecords()).isEqualTo(512);
        assertThat(config.maxPollRecords()).isEqualTo(1024);
        assertThat(config.outputFields()).isEmpty();
        assertThat(config.processingGuarantee()).isEqualTo(ProcessingGuarantee.EXACTLY_ONCE_V2);
        assertThat(config.topicsCreate()).isTrue();
        assertThat(config.topicsReplicationFactor()).isEqualTo((short) -1);
        assertThat(config.topicSettings()).isEmpty();
        assertThat(config.httpHost()).isEqualTo("0.0.0.0");
        assertThat(config.httpPort()).isEqualTo(8080);
        assertThat(config.retryTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(25));
        assertThat(config.registrySettings()).isEmpty();
        assertThat(config.userConsumerInterceptors()).isEmpty();
    }

    @Test
    void shouldTakeEverySettingThatIsGiven() throws Exception {
        // given
        Path schema = Files.writeString(directory.resolve("event.avsc"), "\"long\"");

        // when
        ScorerConfig config = settings.load(
                "input.schema=" + schema,
                "auto.register.schemas=FALSE",
                "model.device=gpu:1",
                "model.threads = 4 ",
                "batch.max.records: 64",
                "output.fields=id,card.country",
                "processing.guarantee=at_least_once",
                "topics.create=false",
                "topics.replication.factor=3",
                "http.host=127.0.0.1",
                "http.port=0",
                "retry.timeout.ms=1000",
                "shutdown.timeout.ms=2000",
                "topic.retention.ms=1000");

        // then
        assertThat(config.inputSchema()).contains(schema);
        assertThat(config.autoRegisterSchemas()).isFalse();
        assertThat(config.modelDevice()).isEqualTo("gpu:1");
        assertThat(config.modelThreads()).isEqualTo(4);
        assertThat(config.batchMaxRecords()).isEqualTo(64);
        assertThat(config.outputFields()).containsExactly("id", "card.country");
        assertThat(config.processingGuarantee()).isEqualTo(ProcessingGuarantee.AT_LEAST_ONCE);
        assertThat(config.topicsCreate()).isFalse();
        assertThat(config.topicsReplicationFactor()).isEqualTo((short) 3);
        assertThat(config.httpHost()).isEqualTo("127.0.0.1");
        assertThat(config.httpPort()).isZero();
        assertThat(config.retryTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.topicSettings()).containsOnly(Map.entry("retention.ms", "1000"));
    }

    @Test
    void shouldLetTheEnvironmentWin() {
        // given
        Map<String, String> environment = Map.of(
                "SCORER_HTTP_PORT", "9000",
                "SCORER_PRODUCER_LINGER_MS", "7",
                "SCORER_RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST", "3",
                "SCORER_CLIENT_TAG_ZONE", "b",
                "PATH", "/bin");

        // when
        ScorerConfig config = settings.load(environment, "http.port=8000");

        // then
        assertThat(config.httpPort()).isEqualTo(9000);
        assertThat(config.streamsProperties())
                .containsEntry("producer.linger.ms", 7L)
                .containsEntry("rack.aware.assignment.non_overlap_cost", 3)
                .containsEntry("client.tag.zone", "b");
    }

    @Test
    void shouldLoadFromTheEnvironmentAlone() throws Exception {
        // given
        Map<String, String> environment = new HashMap<>();
        environment.put("SCORER_BOOTSTRAP_SERVERS", "[::1]:9092");
        environment.put("SCORER_APPLICATION_ID", "a");
        environment.put("SCORER_INPUT_TOPIC", "i");
        environment.put("SCORER_OUTPUT_TOPIC", "o");
        environment.put("SCORER_DEAD_LETTER_TOPIC", "d");
        environment.put("SCORER_SCHEMA_REGISTRY_URL", "https://registry");
        environment.put("SCORER_MODEL_PATH", directory.toString());

        // when
        ScorerConfig config = ScorerConfig.load(null, environment);

        // then
        assertThat(config.inputTopic()).isEqualTo("i");
    }

    @Test
    void shouldIgnoreVariablesOfTheLauncherAndOfKubernetes() {
        // given
        Map<String, String> environment = Map.of(
                "SCORER_OPTS", "-Xmx1g",
                "SCORER_HOME", "/opt/scorer",
                "SCORER_LOG_LEVEL", "DEBUG",
                "SCORER_SERVICE_HOST", "10.0.0.1",
                "SCORER_SERVICE_PORT_HTTP", "80",
                "SCORER_PORT", "tcp://10.0.0.1:80",
                "SCORER_PORT_80_TCP_ADDR", "10.0.0.1",
                "SCORER_HTTP_PORT", "tcp://10.0.0.1:80");

        // when
        ScorerConfig config = settings.load(environment);

        // then
        assertThat(config.httpPort()).isEqualTo(8080);
    }

    @Test
    void shouldReadUtf8AndContinuedLines() throws Exception {
        // given
        Path file = settings.write("# Schlüssel = x \\", "output.fields=größe,\\", "    land", "! http.port=1");
        Files.writeString(file, "\uFEFF" + Files.readString(file), StandardCharsets.UTF_8);

        // when
        ScorerConfig config = ScorerConfig.load(file, Map.of());

        // then
        assertThat(config.outputFields()).containsExactly("größe", "land");
    }

    @Test
    void shouldNotChangeAfterLoading() {
        // given
        ScorerConfig config = settings.load("schema.registry.http.read.timeout.ms=5", "topic.retention.ms=5");

        // when
        config.streamsProperties().clear();
        config.adminSettings().clear();

        // then
        assertThat(config.streamsProperties()).isNotEmpty();
        assertThat(config.adminSettings()).isNotEmpty();
        assertThatThrownBy(() -> config.registrySettings().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> config.topicSettings().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldGiveEachCoreAStreamThreadUpToThePartitionsUnlessToldOtherwise() {
        // when / then
        assertThat(settings.load().streamThreads(8, 12)).isEqualTo(8);
        assertThat(settings.load().streamThreads(8, 3)).isEqualTo(3);
        assertThat(settings.load().streamThreads(2, 0)).isEqualTo(1);
        assertThat(settings.load("num.stream.threads=5").streamThreads(2, 3)).isEqualTo(5);
    }
}
