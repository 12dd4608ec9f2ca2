package io.streamscorer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaPassThroughTest {
    @TempDir
    Path directory;

    SettingsFixture settings;

    @BeforeEach
    void createFixture() {
        settings = new SettingsFixture(directory);
    }

    @Test
    void shouldGiveKafkaStreamsTheScorersDefaults() {
        // given
        ScorerConfig config = settings.load();

        // when
        StreamsConfig streams = new StreamsConfig(config.streamsProperties());

        // then
        assertThat(streams.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
        assertThat(streams.getList("bootstrap.servers")).containsExactly("one:9092", "two:9092");
        assertThat(streams.getLong("commit.interval.ms")).isEqualTo(100);
        assertThat(streams.getProducerConfigs("p"))
                .containsEntry("linger.ms", 5L)
                .containsEntry("enable.idempotence", true)
                .containsEntry("delivery.timeout.ms", 120_000)
                .containsEntry("transaction.timeout.ms", 10_000);
        assertThat(streams.getMainConsumerConfigs("g", "c", 0))
                .containsEntry("max.poll.records", 1024)
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("isolation.level", "read_committed")
                .doesNotContainKeys("model.path", "schema.registry.url", "input.topic", "http.port");
    }

    @Test
    void shouldReadCommittedEventsAndSendIdempotentlyAtLeastOnceToo() {
        // given
        ScorerConfig config = settings.load("processing.guarantee=at_least_once");

        // when
        StreamsConfig streams = new StreamsConfig(config.streamsProperties());

        // then
        assertThat(streams.getMainConsumerConfigs("g", "c", 0)).containsEntry("isolation.level", "read_committed");
        assertThat(streams.getProducerConfigs("p")).containsEntry("enable.idempotence", true);
        assertThat(streams.getLong("commit.interval.ms")).isEqualTo(1_000);
    }

    @ParameterizedTest
    @CsvSource({
        "producer.request.timeout.ms=200000, 200005",
        "request.timeout.ms=2147483647, 2147483647",
        "delivery.timeout.ms=60000, 60000",
        "producer.delivery.timeout.ms=70000, 70000"
    })
    void shouldGiveAnswersTheTimeThatRequestsNeedOrTheUserGives(String setting, int millis) {
        // given
        ScorerConfig config = settings.load(setting);

        // when
        StreamsConfig streams = new StreamsConfig(config.streamsProperties());

        // then
        assertThat(streams.getProducerConfigs("p")).containsEntry("delivery.timeout.ms", millis);
    }

    @Test
    void shouldPassOnWhatTheUserGivesKafka() {
        // given
        ScorerConfig config = settings.load(
                "num.stream.threads=3",
                "linger.ms=20",
                "producer.linger.ms=30",
                "main.consumer.max.poll.records=7",
                "consumer.fetch.min.bytes=65536",
                "compression.type=lz4",
                "acks=all",
                "enable.idempotence=true",
                "consumer.some.plugin.setting=x",
                "consumer.enable.metrics.push=false",
                "enable.metrics.push=false",
                "topic.retention.ms=5",
                "admin.request.timeout.ms=1234",
                "request.timeout.ms=4321",
                "security.protocol=SASL_SSL",
                "sasl.jaas.config=geheim");

        // when
        StreamsConfig streams = new StreamsConfig(config.streamsProperties());

        // then
        assertThat(streams.getInt("num.stream.threads")).isEqualTo(3);
        assertThat(config.maxPollRecords()).isEqualTo(7);
        assertThat(streams.getMainConsumerConfigs("g", "c", 0))
                .containsEntry("max.poll.records", 7)
                .containsEntry("fetch.min.bytes", 65_536)
                .containsEntry("some.plugin.setting", "x")
                .containsEntry("sasl.jaas.config", new Password("geheim"));
        Map<String, Object> producer = streams.getProducerConfigs("p");
        assertThat(producer).containsEntry("linger.ms", 30L).containsEntry("compression.type", "lz4");
        producer.put("key.serializer", ByteArraySerializer.class);
        producer.put("value.serializer", ByteArraySerializer.class);
        producer.put("transactional.id", "t");
        assertThatCode(() -> new ProducerConfig(producer)).doesNotThrowAnyException();
        assertThat(config.adminSettings())
                .containsEntry("bootstrap.servers", "one:9092,two:9092")
                .containsEntry("request.timeout.ms", 1234)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.jaas.config", new Password("geheim"))
                .doesNotContainKeys("num.stream.threads", "linger.ms", "compression.type");
        assertThatCode(() -> new AdminClientConfig(config.adminSettings())).doesNotThrowAnyException();
    }

    @Test
    void shouldGiveClientsOutsideOfKafkaStreamsWhatItGivesThoseWithin() {
        // given
        ScorerConfig config = settings.load(
                "linger.ms=30",
                "max.poll.records=7",
                "receive.buffer.bytes=65536",
                "consumer.max.poll.records=8",
                "main.consumer.max.poll.records=9",
                "producer.send.buffer.bytes=131072");

        // when / then
        assertThat(config.adminSettings())
                .containsEntry("receive.buffer.bytes", 65_536)
                .containsEntry("send.buffer.bytes", -1)
                .doesNotContainKeys("linger.ms", "batch.size", "max.poll.records");
        assertThat(config.consumerSettings())
                .containsEntry("receive.buffer.bytes", 65_536)
                .containsEntry("send.buffer.bytes", -1)
                .containsEntry("max.poll.records", 9)
                .doesNotContainKeys("linger.ms", "batch.size");
        assertThat(config.producerSettings())
                .containsEntry("linger.ms", 30L)
                .containsEntry("receive.buffer.bytes", 65_536)
                .containsEntry("send.buffer.bytes", 131_072)
                .containsKey("batch.size")
                .doesNotContainKey("max.poll.records");
    }

    @Test
    void shouldKeepTheUsersConsumerInterceptorsApart() {
        // given
        ScorerConfig config = settings.load("interceptor.classes=a.A", "consumer.interceptor.classes=b.B, c.C");

        // when
        Map<String, Object> properties = config.streamsProperties();

        // then
        assertThat(config.userConsumerInterceptors()).containsExactly("b.B", "c.C");
        assertThat(properties)
                .doesNotContainKeys(
                        "interceptor.classes", "consumer.interceptor.classes", "main.consumer.interceptor.classes")
                .containsEntry("producer.interceptor.classes", "a.A");
    }

    @Test
    void shouldGiveTheRegistrysClientItsOwnSettings() {
        // given
        ScorerConfig config = settings.load(
                "schema.registry.http.read.timeout.ms=500",
                "schema.registry.ssl.truststore.password=pw",
                "basic.auth.credentials.source=USER_INFO",
                "basic.auth.user.info=u:p",
                "bearer.auth.custom.thing=x");

        // when
        Map<String, Object> registry = config.registrySettings();

        // then
        assertThat(registry)
                .containsOnly(
                        Map.entry("schema.registry.http.read.timeout.ms", 500),
                        Map.entry("schema.registry.ssl.truststore.password", "pw"),
                        Map.entry("basic.auth.credentials.source", "USER_INFO"),
                        Map.entry("basic.auth.user.info", "u:p"),
                        Map.entry("bearer.auth.custom.thing", "x"));
        assertThat(config.streamsProperties()).doesNotContainKeys("basic.auth.user.info", "bearer.auth.custom.thing");
    }
}
