package io.streamscorer.config;

import io.streamscorer.failure.SetupException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one scorer, checked. Read from a properties file, which environment variables override: {@code SCORER_HTTP_PORT} for
 * {@code http.port}. Immutable; any thread.
 */
public final class ScorerConfig {
    private static final String STREAM_THREADS = "num.stream.threads";

    /** What the scorer sets for Kafka's clients, by Kafka's names, without a prefix. */
    private static final List<String> CLIENT_SETTINGS = List.of(
            OwnSettings.LINGER,
            OwnSettings.BATCH_SIZE,
            OwnSettings.RECEIVE_BUFFER,
            OwnSettings.SEND_BUFFER,
            OwnSettings.MAX_POLL_RECORDS);

    /** Kafka's own. */
    private static final Duration HEARTBEAT_INTERVAL_DEFAULT = Duration.ofSeconds(3);

    private final Map<String, Object> own;
    private final Map<String, Object> kafka;
    private final Map<String, Object> registry;
    private final Map<String, String> topic;
    private final Map<String, String> shown;

    ScorerConfig(
            Map<String, Object> own,
            Map<String, Object> kafka,
            Map<String, Object> registry,
            Map<String, String> topic,
            Map<String, String> shown) {
        this.own = Map.copyOf(own);
        this.kafka = Collections.unmodifiableMap(new LinkedHashMap<>(kafka));
        this.registry = Collections.unmodifiableMap(new LinkedHashMap<>(registry));
        this.topic = Collections.unmodifiableMap(new LinkedHashMap<>(topic));
        this.shown = Collections.unmodifiableMap(new LinkedHashMap<>(shown));
    }

    /**
     * Loads and checks the settings.
     *
     * @param file the properties file, or null when the environment says all
     * @param environment the process's environment variables
     * @throws SetupException with all problems that the settings have
     */
    public static ScorerConfig load(@Nullable Path file, Map<String, String> environment) {
        return new SettingsLoader().load(file, environment);
    }

    /** {@code application.id}. */
    public String applicationId() {
        return text(OwnSettings.APPLICATION_ID);
    }

    /** {@code input.topic}. */
    public String inputTopic() {
        return text(OwnSettings.INPUT_TOPIC);
    }

    /** {@code output.topic}. */
    public String outputTopic() {
        return text(OwnSettings.OUTPUT_TOPIC);
    }

    /** {@code dead.letter.topic}. */
    public String deadLetterTopic() {
        return text(OwnSettings.DEAD_LETTER_TOPIC);
    }

    /** {@code schema.registry.url}: at least one. */
    public List<String> schemaRegistryUrls() {
        return list(OwnSettings.SCHEMA_REGISTRY_URL);
    }

    /** {@code input.schema}: the file of the reader schema; empty for the latest version of the subject {@code <input topic>-value}. */
    public Optional<Path> inputSchema() {
        return Optional.ofNullable((String) own.get(OwnSettings.INPUT_SCHEMA)).map(Path::of);
    }

    /** {@code auto.register.schemas}. */
    public boolean autoRegisterSchemas() {
        return flag(OwnSettings.AUTO_REGISTER_SCHEMAS);
    }

    /** {@code model.path}: an existing directory or file. */
    public Path modelPath() {
        return Path.of(text(OwnSettings.MODEL_PATH));
    }

    /** {@code model.device}: {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}. */
    public String modelDevice() {
        return text(OwnSettings.MODEL_DEVICE);
    }

    /** {@code model.threads}: the engine's threads for one batch, at least 1. */
    public int modelThreads() {
        return number(OwnSettings.MODEL_THREADS).intValue();
    }

    /** {@code batch.max.records}: at least 1. */
    public int batchMaxRecords() {
        return number(OwnSettings.BATCH_MAX_RECORDS).intValue();
    }

    /** {@code max.poll.records}, as the main consumer takes it: a prefixed one wins. */
    public int maxPollRecords() {
        Object value = CrossChecks.effective(
                kafka, OwnSettings.MAX_POLL_RECORDS, KafkaDefinitions.MAIN_CONSUMER, KafkaDefinitions.CONSUMER);
        return value == null ? number(OwnSettings.MAX_POLL_RECORDS).intValue() : ((Number) value).intValue();
    }

    /** {@code heartbeat.interval.ms}, as the main consumer takes it; with {@code group.protocol=streams} the brokers set it. */
    public Duration heartbeatInterval() {
        Object value = consumerSettings().get(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
        return value == null ? HEARTBEAT_INTERVAL_DEFAULT : Duration.ofMillis(((Number) value).longValue());
    }

    /**
     * {@code num.stream.threads}; where it is not set, one for each core, but no more than partitions to share.
     *
     * @param cores the cores that the process may use
     * @param partitions of the input topic
     */
    public int streamThreads(int cores, int partitions) {
        Object value = kafka.get(STREAM_THREADS);
        return value == null ? Math.max(1, Math.min(cores, partitions)) : ((Number) value).intValue();
    }

    /** {@code output.fields}: paths with dots; may be empty. */
    public List<String> outputFields() {
        return list(OwnSettings.OUTPUT_FIELDS);
    }

    /** {@code processing.guarantee}. */
    public ProcessingGuarantee processingGuarantee() {
        return ProcessingGuarantee.of(text(OwnSettings.PROCESSING_GUARANTEE));
    }

    /** {@code topics.create}. */
    public boolean topicsCreate() {
        return flag(OwnSettings.TOPICS_CREATE);
    }

    /** {@code topics.replication.factor}; -1 for the broker's default. */
    public short topicsReplicationFactor() {
        return number(OwnSettings.TOPICS_REPLICATION_FACTOR).shortValue();
    }

    /** {@code http.host}. */
    public String httpHost() {
        return text(OwnSettings.HTTP_HOST);
    }

    /** {@code http.port}; 0 for any free one. */
    public int httpPort() {
        return number(OwnSettings.HTTP_PORT).intValue();
    }

    /** {@code tracing.otlp.endpoint}; empty where nothing is traced. */
    public Optional<String> tracingEndpoint() {
        return Optional.of(text(OwnSettings.TRACING_ENDPOINT)).filter(endpoint -> !endpoint.isEmpty());
    }

    /** {@code tracing.sample.ratio}: from 0 to 1. */
    public double tracingRatio() {
        return number(OwnSettings.TRACING_RATIO).doubleValue();
    }

    /** {@code retry.timeout.ms}. */
    public Duration retryTimeout() {
        return Duration.ofMillis(number(OwnSettings.RETRY_TIMEOUT).longValue());
    }

    /** {@code shutdown.timeout.ms}. */
    public Duration shutdownTimeout() {
        return Duration.ofMillis(number(OwnSettings.SHUTDOWN_TIMEOUT).longValue());
    }

    /**
     * Everything for {@code new StreamsConfig(...)}: the scorer's defaults and what the user gives Kafka, which wins. Without the consumer's
     * interceptors, see {@link #userConsumerInterceptors()}. A new map at each call.
     */
    public Map<String, Object> streamsProperties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(OwnSettings.BOOTSTRAP_SERVERS, String.join(",", list(OwnSettings.BOOTSTRAP_SERVERS)));
        for (String key : List.of(
                OwnSettings.APPLICATION_ID,
                OwnSettings.PROCESSING_GUARANTEE,
                OwnSettings.AUTO_OFFSET_RESET,
                OwnSettings.COMMIT_INTERVAL)) {
            properties.put(key, ownValue(key));
        }
        CLIENT_SETTINGS.forEach(key -> properties.put(key, ownValue(key)));
        properties.put(KafkaDefinitions.CONSUMER + ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(KafkaDefinitions.PRODUCER + ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put("processing.exception.handler.global.enabled", true);
        properties.put(
                DeliveryTimeout.KEY,
                DeliveryTimeout.millis(kafka, number(OwnSettings.LINGER).longValue()));
        properties.putAll(kafka);
        topic.forEach((key, value) -> properties.put(KafkaDefinitions.TOPIC + key, value));
        for (String prefix : List.of("", KafkaDefinitions.CONSUMER, KafkaDefinitions.MAIN_CONSUMER)) {
            properties.remove(prefix + ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        }
        Object shared = kafka.get(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        if (shared != null) {
            properties.putIfAbsent(KafkaDefinitions.PRODUCER + ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, shared);
        }
        return properties;
    }

    /**
     * The interceptors that the user gives the main consumer, by Kafka Streams' precedence: {@code main.consumer.interceptor.classes}, else
     * {@code consumer.interceptor.classes}, else {@code interceptor.classes}. The last is for producers too and stays with them.
     */
    public List<String> userConsumerInterceptors() {
        Object classes = CrossChecks.effective(
                kafka,
                ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                KafkaDefinitions.MAIN_CONSUMER,
                KafkaDefinitions.CONSUMER,
                "");
        return classes == null || classes.toString().isEmpty()
                ? List.of()
                : List.copyOf(Arrays.asList(classes.toString().split("\\s*,\\s*")));
    }

    /** Everything for an admin client of Kafka's, passwords as {@code Password}. A new map at each call. */
    public Map<String, Object> adminSettings() {
        return clientSettings(KafkaDefinitions.admin(), KafkaDefinitions.ADMIN);
    }

    /**
     * Settings for a consumer outside of Kafka Streams, the scorer's and the user's, of which {@code main.consumer.} goes before {@code
     * consumer.}. A new map at each call.
     */
    public Map<String, Object> consumerSettings() {
        return clientSettings(KafkaDefinitions.consumer(), KafkaDefinitions.CONSUMER, KafkaDefinitions.MAIN_CONSUMER);
    }

    /** Settings for a producer outside of Kafka Streams, the scorer's and the user's. A new map at each call. */
    public Map<String, Object> producerSettings() {
        return clientSettings(KafkaDefinitions.producer(), KafkaDefinitions.PRODUCER);
    }

    /** The brokers, and the client's settings: the scorer's, then the user's without a prefix, then with each prefix; the last one wins. */
    private Map<String, Object> clientSettings(ConfigDef definition, String... prefixes) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(OwnSettings.BOOTSTRAP_SERVERS, String.join(",", list(OwnSettings.BOOTSTRAP_SERVERS)));
        CLIENT_SETTINGS.stream().filter(definition.names()::contains).forEach(key -> settings.put(key, ownValue(key)));
        kafka.forEach((key, value) -> {
            if (definition.names().contains(key)) {
                settings.put(key, value);
            }
        });
        for (String prefix : prefixes) {
            kafka.forEach((key, value) -> {
                if (key.startsWith(prefix)) {
                    settings.put(key.substring(prefix.length()), value);
                }
            });
        }
        return settings;
    }

    /** The {@code topic.} settings, without their prefix: for topics that are created. */
    public Map<String, String> topicSettings() {
        return topic;
    }

    /**
     * What the user gives the schema registry's client, by Confluent's names and as written: with {@code schema.registry.} where it stands.
     * Numbers are numbers, the rest strings, secrets too: not to be logged. Without {@code schema.registry.url}.
     */
    public Map<String, Object> registrySettings() {
        return registry;
    }

    /** The settings in effect, without Kafka's own defaults, in one line for a log, secrets hidden. */
    public String describe() {
        StringBuilder line = new StringBuilder();
        shown.forEach((key, value) ->
                line.append(line.isEmpty() ? "" : ", ").append(key).append('=').append(value));
        return line.toString();
    }

    @Override
    public String toString() {
        return describe();
    }

    private Object ownValue(String key) {
        return Objects.requireNonNull(own.get(key), key);
    }

    private String text(String key) {
        return (String) ownValue(key);
    }

    private boolean flag(String key) {
        return (Boolean) ownValue(key);
    }

    private Number number(String key) {
        return (Number) ownValue(key);
    }

    private List<String> list(String key) {
        return ((List<?>) ownValue(key)).stream().map(Object::toString).toList();
    }
}
