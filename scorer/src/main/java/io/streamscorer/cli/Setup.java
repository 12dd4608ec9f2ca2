package io.streamscorer.cli;

import io.streamscorer.config.ScorerConfig;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.features.FeatureMapping;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.FieldPath;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.ModelPackage;
import io.streamscorer.model.ModelSettings;
import io.streamscorer.model.Models;
import io.streamscorer.prediction.PredictionEncoder;
import io.streamscorer.registry.RegisteredSchema;
import io.streamscorer.registry.RegistryListener;
import io.streamscorer.registry.SchemaRegistry;
import io.streamscorer.topology.TopicPlan;
import io.streamscorer.topology.TopicReport;
import io.streamscorer.topology.TopicSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * Brings model, registry, schemas and topics together, holds them against one another, and collects all problems before giving up. Used by the
 * main thread. Closing it closes model and registry.
 */
final class Setup implements AutoCloseable {
    private static final int DEFAULT_MAX_REQUEST_BYTES = 1024 * 1024;

    private final ScorerConfig config;
    private final Duration patience;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable LoadedModel model;
    private @Nullable SchemaRegistry registry;
    private @Nullable Schema reader;
    private @Nullable FeatureSpec spec;
    private @Nullable TopicReport topics;

    private Setup(ScorerConfig config, Duration patience) {
        this.config = config;
        this.patience = patience;
    }

    /**
     * Looks at everything, creates nothing.
     *
     * @param patience how long registry and brokers are given to answer
     */
    static Setup inspect(ScorerConfig config, Duration patience) {
        Setup setup = new Setup(config, patience);
        setup.load();
        setup.attempt(setup::inspectPredictionSchema);
        setup.attempt(() -> setup.askBrokers(false));
        return setup;
    }

    /**
     * Looks at everything and creates missing topics where the settings allow it.
     *
     * @param patience how long registry and brokers are given to answer
     * @throws SetupException with all problems, if there are any
     * @throws UnavailableException if registry or brokers stayed away
     */
    static Setup prepare(ScorerConfig config, Duration patience) {
        Setup setup = new Setup(config, patience);
        setup.load();
        setup.attempt(() -> setup.askBrokers(true));
        if (!setup.problems.isEmpty()) {
            setup.close();
            throw new SetupException(setup.problems);
        }
        return setup;
    }

    private void load() {
        attempt(() -> {
            LoadedModel loaded = Models.load(
                    ModelPackage.read(config.modelPath()),
                    new ModelSettings(config.modelDevice(), config.modelThreads(), config.batchMaxRecords()));
            model = loaded;
            notes.add("model '" + loaded.name() + "' version " + loaded.version() + " runs on " + loaded.device());
        });
        attempt(() -> registry = new SchemaRegistry(registrySettings(), patience));
        attempt(() -> reader = readerSchema());
        LoadedModel loaded = model;
        Schema schema = reader;
        if (loaded != null) {
            attempt(() -> {
                FeatureSpec wanted = new FeatureSpec(
                        loaded.inputs(),
                        config.outputFields().stream().map(FieldPath::parse).toList());
                spec = wanted;
                if (schema != null) {
                    List<String> mismatches = FeatureMapping.check(schema, wanted);
                    problems.addAll(mismatches);
                    if (mismatches.isEmpty()) {
                        notes.add("every mapped field is in the event schema '" + schema.getFullName()
                                + "' with a type that fits");
                    }
                }
            });
        }
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (SetupException e) {
            problems.addAll(e.problems());
        } catch (UnavailableException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Schema readerSchema() {
        Optional<Path> file = config.inputSchema();
        if (file.isPresent()) {
            return parse(file.get());
        }
        SchemaRegistry client = registry;
        if (client == null) {
            return null;
        }
        RegisteredSchema latest = client.latest(config.inputTopic() + "-value");
        notes.add("event schema '" + latest.schema().getFullName() + "' is version " + latest.version()
                + " of subject '" + config.inputTopic() + "-value'");
        return latest.schema();
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (IOException e) {
            throw new SetupException(
                    "input.schema: cannot read " + file + " (" + e.getClass().getSimpleName()
                            + "). Name the .avsc file of the event's schema",
                    e);
        } catch (AvroRuntimeException e) {
            throw new SetupException("input.schema: " + file + " is no Avro schema: " + e.getMessage(), e);
        }
    }

    private void inspectPredictionSchema() {
        SchemaRegistry client = registry;
        if (client == null || problems.stream().anyMatch(problem -> problem.contains("registry"))) {
            return;
        }
        if (!config.autoRegisterSchemas()) {
            client.lookup(predictionSubject(), PredictionEncoder.schema());
            notes.add("the prediction schema is registered under subject '" + predictionSubject() + "'");
        } else {
            notes.add("the prediction schema will be registered under subject '" + predictionSubject() + "'");
        }
    }

    /** Registers the prediction schema, or looks it up when registering is off, and returns its id. */
    int predictionSchemaId() {
        return config.autoRegisterSchemas()
                ? registry().register(predictionSubject(), PredictionEncoder.schema())
                : registry().lookup(predictionSubject(), PredictionEncoder.schema());
    }

    private String predictionSubject() {
        return config.outputTopic() + "-value";
    }

    private void askBrokers(boolean createNow) {
        Map<String, Object> settings = new HashMap<>(config.adminSettings());
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.min(5_000, patience.toMillis()));
        try (Admin admin = Admin.create(settings)) {
            TopicReport report = TopicSetup.inspect(admin, topicPlan(), createNow);
            topics = report;
            problems.addAll(report.problems());
            notes.addAll(report.notes());
        } catch (KafkaException e) {
            throw new SetupException(
                    "bootstrap.servers: no client for " + bootstrapServers() + ": " + FatalError.line(e), e);
        }
    }

    private TopicPlan topicPlan() {
        Object maxRequest = new StreamsConfig(config.streamsProperties())
                .getProducerConfigs("scorer")
                .getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEFAULT_MAX_REQUEST_BYTES);
        return new TopicPlan(
                config.inputTopic(),
                config.outputTopic(),
                config.deadLetterTopic(),
                config.topicsCreate(),
                config.topicsReplicationFactor(),
                Long.parseLong(String.valueOf(maxRequest)),
                config.applicationId(),
                bootstrapServers(),
                config.topicSettings(),
                patience);
    }

    /**
     * A client of the registry for scoring, which waits for it as long as the settings say. The caller closes it.
     *
     * @param listener told when the registry is away and back
     */
    SchemaRegistry openRegistry(RegistryListener listener) {
        return new SchemaRegistry(registrySettings(), config.retryTimeout(), listener);
    }

    private Map<String, Object> registrySettings() {
        Map<String, Object> settings = new HashMap<>(config.registrySettings());
        settings.put("schema.registry.url", String.join(",", config.schemaRegistryUrls()));
        return settings;
    }

    private String bootstrapServers() {
        Object servers = config.adminSettings().get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        return servers instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(servers);
    }

    /** What is wrong, each one line; empty when all fits together. */
    List<String> problems() {
        return problems;
    }

    /** What was found in order. */
    List<String> notes() {
        return notes;
    }

    LoadedModel model() {
        return found(model, "model");
    }

    SchemaRegistry registry() {
        return found(registry, "registry");
    }

    Schema reader() {
        return found(reader, "reader schema");
    }

    FeatureSpec spec() {
        return found(spec, "feature spec");
    }

    TopicReport topics() {
        return found(topics, "topics");
    }

    private static <T> T found(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalStateException("The set-up has problems; it has no " + name);
        }
        return part;
    }

    @Override
    public void close() {
        close(model);
        close(registry);
    }

    private static void close(@Nullable AutoCloseable part) {
        if (part instanceof LoadedModel loaded) {
            loaded.close();
        } else if (part instanceof SchemaRegistry client) {
            client.close();
        }
    }
}
