package io.streamscorer.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the scorer itself reads: type, default, check and meaning of each, in the order of its documents. Where Kafka has a
 * name for a setting it is Kafka's.
 */
public final class OwnSettings {
    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    public static final String APPLICATION_ID = "application.id";
    public static final String INPUT_TOPIC = "input.topic";
    public static final String OUTPUT_TOPIC = "output.topic";
    public static final String DEAD_LETTER_TOPIC = "dead.letter.topic";
    public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
    public static final String MODEL_PATH = "model.path";
    public static final String MODEL_DEVICE = "model.device";
    public static final String MODEL_THREADS = "model.threads";
    public static final String BATCH_MAX_RECORDS = "batch.max.records";
    public static final String MAX_POLL_RECORDS = "max.poll.records";
    public static final String OUTPUT_FIELDS = "output.fields";
    public static final String INPUT_SCHEMA = "input.schema";
    public static final String AUTO_REGISTER_SCHEMAS = "auto.register.schemas";
    public static final String PROCESSING_GUARANTEE = "processing.guarantee";
    public static final String AUTO_OFFSET_RESET = "auto.offset.reset";
    public static final String COMMIT_INTERVAL = "commit.interval.ms";
    public static final String LINGER = "linger.ms";
    public static final String BATCH_SIZE = "batch.size";
    public static final String RECEIVE_BUFFER = "receive.buffer.bytes";
    public static final String SEND_BUFFER = "send.buffer.bytes";
    public static final String TOPICS_CREATE = "topics.create";
    public static final String TOPICS_REPLICATION_FACTOR = "topics.replication.factor";
    public static final String HTTP_HOST = "http.host";
    public static final String HTTP_PORT = "http.port";
    public static final String TRACING_ENDPOINT = "tracing.otlp.endpoint";
    public static final String TRACING_RATIO = "tracing.sample.ratio";
    public static final String RETRY_TIMEOUT = "retry.timeout.ms";
    public static final String SHUTDOWN_TIMEOUT = "shutdown.timeout.ms";

    private OwnSettings() {}

    /** The definition of all of them. A new copy at each call. */
    public static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        defineData(definition);
        defineModel(definition);
        defineDelivery(definition);
        defineProcess(definition);
        return definition;
    }

    /** What a setting is, unless given, by the guarantee; null for one that does not depend on it. */
    static @Nullable Object dependentDefault(String key, ProcessingGuarantee guarantee) {
        return key.equals(COMMIT_INTERVAL) ? Long.valueOf(guarantee.commitIntervalMillis()) : null;
    }

    private static void defineData(ConfigDef definition) {
        definition
                .define(
                        BOOTSTRAP_SERVERS,
                        Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Checks.hostPorts(),
                        Importance.HIGH,
                        "Brokers to connect to first.")
                .define(
                        APPLICATION_ID,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Checks.applicationId(),
                        Importance.HIGH,
                        "Name of this scorer: its consumer group and the prefix of its transactional ids. Processes with one name share the"
                                + " input's partitions.")
                .define(
                        INPUT_TOPIC,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Checks.topic(),
                        Importance.HIGH,
                        "Topic of the events.")
                .define(
                        OUTPUT_TOPIC,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Checks.topic(),
                        Importance.HIGH,
                        "Topic of the predictions. Needs at least as many partitions as the input.")
                .define(
                        DEAD_LETTER_TOPIC,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Checks.topic(),
                        Importance.HIGH,
                        "Topic of the events that cannot be scored, as they came, with the reason in headers. Needs at least as many"
                                + " partitions as the input.")
                .define(
                        SCHEMA_REGISTRY_URL,
                        Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Checks.urls(),
                        Importance.HIGH,
                        "Schema registry. More of its client's settings go under `schema.registry.`, `basic.auth.` and `bearer.auth.`.")
                .define(
                        INPUT_SCHEMA,
                        Type.STRING,
                        null,
                        Checks.file(),
                        Importance.MEDIUM,
                        "Avro schema file (`.avsc`) by which events are read. Without it, the latest version of the registry's subject"
                                + " `<input.topic>-value` at the start.")
                .define(
                        AUTO_REGISTER_SCHEMAS,
                        Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether the schema of the predictions is registered at the start. With `false` it must be there already.");
    }

    private static void defineModel(ConfigDef definition) {
        definition
                .define(
                        MODEL_PATH,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Checks.directoryOrFile(),
                        Importance.HIGH,
                        "The model package: a directory with a `model.yaml` or with a model that MLflow saved, or a model's file alone.")
                .define(
                        MODEL_DEVICE,
                        Type.STRING,
                        "auto",
                        Checks.device(),
                        Importance.MEDIUM,
                        "Where the model runs. `auto` takes the first GPU that the engine can use, else the CPU.")
                .define(
                        MODEL_THREADS,
                        Type.INT,
                        1,
                        Checks.between(1, 1024),
                        Importance.MEDIUM,
                        "CPU threads that the engine uses for one batch. With more than one stream thread, leave it at 1.")
                .define(
                        BATCH_MAX_RECORDS,
                        Type.INT,
                        512,
                        Checks.between(1, 65_536),
                        Importance.MEDIUM,
                        "Largest number of events that are scored together. A batch never waits to fill up.")
                .define(
                        MAX_POLL_RECORDS,
                        Type.INT,
                        1024,
                        Checks.atLeast(1),
                        Importance.MEDIUM,
                        "Largest number of events taken from the consumer at once. They must be scored well within the transaction's"
                                + " timeout (10 s): lower it for a slow model.")
                .define(
                        OUTPUT_FIELDS,
                        Type.LIST,
                        "",
                        Checks.fields(),
                        Importance.MEDIUM,
                        "Fields of the event that are copied into its prediction.");
    }

    private static void defineDelivery(ConfigDef definition) {
        definition
                .define(
                        PROCESSING_GUARANTEE,
                        Type.STRING,
                        "exactly_once_v2",
                        Checks.oneOf("exactly_once_v2", "at_least_once"),
                        Importance.HIGH,
                        "What holds when a process or broker fails: each event has exactly one answer, or at least one.")
                .define(
                        AUTO_OFFSET_RESET,
                        Type.STRING,
                        "earliest",
                        new KafkaCheck(
                                KafkaDefinitions.consumer(),
                                AUTO_OFFSET_RESET,
                                "earliest, latest, none or by_duration:<ISO 8601 duration>"),
                        Importance.MEDIUM,
                        "Where a scorer without committed offsets begins.")
                .define(
                        COMMIT_INTERVAL,
                        Type.LONG,
                        null,
                        Checks.atLeast(0),
                        Importance.MEDIUM,
                        "How often offsets and transactions are committed. With `exactly_once_v2` a prediction becomes visible at the"
                                + " commit; with `at_least_once` each commit is a pause of some milliseconds, and what came after the last one is"
                                + " scored again after a crash.")
                .define(
                        LINGER,
                        Type.LONG,
                        5L,
                        Checks.atLeast(0),
                        Importance.MEDIUM,
                        "How long the producer waits for more predictions to send together. Kafka Streams' own default, 100, would be"
                                + " most of the latency.")
                .define(
                        BATCH_SIZE,
                        Type.INT,
                        65_536,
                        Checks.atLeast(0),
                        Importance.LOW,
                        "Bytes of predictions that the producer sends together, for each partition. Kafka's own default, 16384, makes four"
                                + " times as many requests where predictions come fast.")
                .define(
                        RECEIVE_BUFFER,
                        Type.INT,
                        -1,
                        Checks.atLeast(-1),
                        Importance.LOW,
                        "Bytes that TCP keeps of what brokers send; -1 leaves it to the operating system, which adapts it. Kafka's own"
                                + " default, 65536 for consumers, fills up where much comes fast; the connection may then stand still"
                                + " for 200 ms.")
                .define(
                        SEND_BUFFER,
                        Type.INT,
                        -1,
                        Checks.atLeast(-1),
                        Importance.LOW,
                        "Bytes that TCP keeps of what is sent to brokers; -1 leaves it to the operating system. Kafka's own default is"
                                + " 131072.")
                .define(
                        TOPICS_CREATE,
                        Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether a missing output or dead-letter topic is created, with as many partitions as the input. `topic.` settings"
                                + " apply.")
                .define(
                        TOPICS_REPLICATION_FACTOR,
                        Type.INT,
                        -1,
                        Checks.replicationFactor(),
                        Importance.LOW,
                        "Replication factor of topics that are created; -1 takes the broker's default.");
    }

    private static void defineProcess(ConfigDef definition) {
        definition
                .define(
                        HTTP_HOST,
                        Type.STRING,
                        "0.0.0.0",
                        Checks.text(),
                        Importance.LOW,
                        "Address that health and metrics listen on.")
                .define(
                        HTTP_PORT,
                        Type.INT,
                        8080,
                        Checks.between(0, 65_535),
                        Importance.LOW,
                        "Port of health and metrics; 0 takes any free one.")
                .define(
                        TRACING_ENDPOINT,
                        Type.STRING,
                        "",
                        Checks.urlOrNothing(),
                        Importance.LOW,
                        "Where traces of batches go, by OpenTelemetry's OTLP over HTTP. Without it nothing is traced.")
                .define(
                        TRACING_RATIO,
                        Type.DOUBLE,
                        0.01,
                        Checks.share(),
                        Importance.LOW,
                        "Share of the batches that are traced, where there is an endpoint.")
                .define(
                        RETRY_TIMEOUT,
                        Type.LONG,
                        120_000L,
                        Checks.atLeast(0),
                        Importance.MEDIUM,
                        "How long a failing registry or model is tried again before the process stops. The consumer does not poll"
                                + " meanwhile, so it must be less than `max.poll.interval.ms` (5 minutes by default).")
                .define(
                        SHUTDOWN_TIMEOUT,
                        Type.LONG,
                        25_000L,
                        Checks.atLeast(1),
                        Importance.LOW,
                        "How long a stop may take. Must fit into the time between the stop signal and the kill: 30 s in Kubernetes by"
                                + " default.");
    }
}
