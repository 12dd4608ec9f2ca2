package io.streamscorer.cli;

import io.streamscorer.config.ProcessingGuarantee;
import io.streamscorer.config.ScorerConfig;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.features.FeatureMapping;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.FieldPath;
import io.streamscorer.files.SampleAgreement;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.ModelSettings;
import io.streamscorer.prediction.PredictionEncoder;
import io.streamscorer.registry.RegisteredSchema;
import io.streamscorer.registry.RegistryListener;
import io.streamscorer.registry.SchemaRegistry;
import io.streamscorer.topology.BrokerQuestions;
import io.streamscorer.topology.TopicPlan;
import io.streamscorer.topology.TopicReport;
import io.streamscorer.topology.TopicSetup;
import io.streamscorer.topology.TransactionRights;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
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
    private final StopSignal stop;
    private final List<String> problems = new ArrayList<>();
    private final List<UnavailableException> away = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Path description;
    private @Nullable SampleAgreement agreement;
    private @Nullable LoadedModel model;
    private @Nullable SchemaRegistry registry;
    private @Nullable Schema reader;
    private @Nullable FeatureSpec spec;
    private @Nullable TopicReport topics;
    private int predictionSchemaId;

    private Setup(ScorerConfig config, Duration patience, StopSignal stop) {
        this.config = config;
        this.patience = patience;
        this.stop = stop;
    }

    /**
     * Looks at everything, creates nothing.
     *
     * @param patience how long brokers and registry are given to answer, each
     */
    static Setup inspect(ScorerConfig config, Duration patience) {
        Setup setup = new Setup(config, patience, new StopSignal());
        setup.load();
        setup.look();
        return setup;
    }

    /**
     * Looks at everything and, when all fits, creates missing topics and registers the prediction schema where the settings allow it. What is
     * away is asked again; a problem that waiting cannot mend ends it at once.
     *
     * @param patience how long brokers and registry are given to answer, each, before they count as away
     * @param stop ends the waiting of this set-up's and of scoring's registry client; closing the set-up gives it
     * @param again told what is away; says whether to ask again
     * @throws SetupException with all problems, if there are any
     * @throws UnavailableException if something stayed away
     */
    static Setup prepare(
            ScorerConfig config, Duration patience, StopSignal stop, Predicate<UnavailableException> again) {
        Setup setup = new Setup(config, patience, stop);
        try {
            setup.load();
            while (true) {
                setup.look();
                if (setup.problems.isEmpty() && setup.away.isEmpty()) {
                    setup.attempt(setup::create);
                }
                if (!setup.problems.isEmpty()) {
                    throw new SetupException(setup.problems());
                }
                if (setup.away.isEmpty()) {
                    return setup;
                }
                UnavailableException unavailable = new UnavailableException(
                        setup.away.stream().map(Throwable::getMessage).collect(Collectors.joining("; and ")),
                        setup.away.get(0));
                if (!again.test(unavailable)) {
                    throw unavailable;
                }
            }
        } catch (RuntimeException e) {
            setup.close();
            throw e;
        }
    }

    /** What lies on this machine. */
    private void load() {
        attempt(() -> {
            OpenedModel opened = OpenedModel.open(
                    config.modelPath(),
                    new ModelSettings(config.modelDevice(), config.modelThreads(), config.batchMaxRecords()));
            description = opened.modelPackage().description();
            agreement = opened.agreement();
            LoadedModel loaded = opened.model();
            model = loaded;
            spec = new FeatureSpec(
                    loaded.inputs(),
                    config.outputFields().stream().map(FieldPath::parse).toList());
        });
        attempt(() -> registry = new SchemaRegistry(registrySettings(), patience, RegistryListener.NONE, stop));
    }

    /** What brokers and registry say now, and whether it fits. */
    private void look() {
        notes.clear();
        away.clear();
        LoadedModel loaded = model;
        if (loaded != null) {
            notes.add("model '" + loaded.name() + "' version " + loaded.version() + " runs on " + loaded.device()
                    + (loaded.deviceReason().isEmpty() ? "" : ": " + loaded.deviceReason()));
        }
        SampleAgreement found = agreement;
        if (found != null) {
            notes.add(found.describe());
        }
        attempt(() -> askBrokers(false));
        SchemaRegistry client = registry;
        // Once the registry is away or refuses, it would be so for the next question too.
        if (client != null && attempt(() -> askForEventSchema(client))) {
            attempt(() -> askForPredictionSchema(client));
        }
        config.inputSchema().ifPresent(file -> attempt(() -> reader = SchemaFile.read(file, "input.schema")));
        Schema schema = reader;
        FeatureSpec wanted = spec;
        if (schema != null && wanted != null) {
            List<String> mismatches = mismatches(schema, wanted);
            problems.addAll(mismatches);
            if (mismatches.isEmpty()) {
                notes.add("every mapped field is in the event schema '" + schema.getFullName()
                        + "' with a type that fits");
            }
        }
    }

    private List<String> mismatches(Schema schema, FeatureSpec wanted) {
        if (schema.getType() != Schema.Type.RECORD) {
            return FeatureMapping.check(schema, wanted);
        }
        Path described = Objects.requireNonNull(description);
        return Stream.concat(
                        FeatureMapping.check(schema, new FeatureSpec(wanted.tensors(), List.of())).stream()
                                .map(mismatch -> described + ": " + mismatch),
                        FeatureMapping.check(schema, new FeatureSpec(List.of(), wanted.copiedFields())).stream()
                                .map(mismatch -> "output.fields: " + mismatch))
                .toList();
    }

    /** Runs a step, keeps what is wrong, and says whether all went well. */
    private boolean attempt(Runnable step) {
        try {
            step.run();
            return true;
        } catch (SetupException e) {
            problems.addAll(e.problems());
        } catch (UnavailableException e) {
            away.add(e);
        }
        return false;
    }

    private void askForEventSchema(SchemaRegistry client) {
        TopicReport report = topics;
        if (config.inputSchema().isPresent() || (report != null && report.inputPartitions() == 0)) {
            // Where the topic is not there, neither is its subject: that is said already.
            client.ping();
            return;
        }
        String subject = config.inputTopic() + "-value";
        Optional<RegisteredSchema> latest = client.latest(subject);
        if (latest.isEmpty()) {
            problems.add("input.schema: not set, and the schema registry at "
                    + String.join(",", config.schemaRegistryUrls()) + " has no subject '" + subject
                    + "'. Let a producer register the events' schema there, or set input.schema to its .avsc file");
            return;
        }
        reader = latest.get().schema();
        notes.add("event schema '" + latest.get().schema().getFullName() + "' is version "
                + latest.get().version() + " of subject '" + subject + "'");
    }

    private void askForPredictionSchema(SchemaRegistry client) {
        if (config.autoRegisterSchemas()) {
            Optional<String> incompatibility = client.incompatibility(predictionSubject(), PredictionEncoder.schema());
            if (incompatibility.isPresent()) {
                problems.add("output.topic: the prediction schema is incompatible with what the subject '"
                        + predictionSubject() + "' already holds: " + incompatibility.get()
                        + ". Write to another topic, or change the subject's compatibility");
                return;
            }
            notes.add("the prediction schema will be registered under subject '" + predictionSubject() + "'");
        } else {
            predictionSchemaId = client.lookup(predictionSubject(), PredictionEncoder.schema());
            notes.add("the prediction schema is registered under subject '" + predictionSubject() + "'");
        }
    }

    private void create() {
        askBrokers(true);
        if (problems.isEmpty() && config.autoRegisterSchemas()) {
            predictionSchemaId = registry().register(predictionSubject(), PredictionEncoder.schema());
        }
    }

    /** The id of the registered prediction schema, once {@link #prepare} is done. */
    int predictionSchemaId() {
        return predictionSchemaId;
    }

    private String predictionSubject() {
        return config.outputTopic() + "-value";
    }

    private void askBrokers(boolean createNow) {
        try (Admin admin = new BrokerQuestions(bootstrapServers(), patience).open(config.adminSettings())) {
            TopicReport report = TopicSetup.inspect(admin, topicPlan(), createNow);
            topics = report;
            problems.addAll(report.problems());
            if (!createNow && config.processingGuarantee() == ProcessingGuarantee.EXACTLY_ONCE_V2) {
                TransactionRights.missing(producerSettings(), topicPlan()).ifPresent(problems::add);
            }
        }
    }

    private Map<String, Object> producerSettings() {
        return new StreamsConfig(config.streamsProperties()).getProducerConfigs("scorer");
    }

    /** The topics as the settings want them. */
    TopicPlan topicPlan() {
        Object maxRequest =
                producerSettings().getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEFAULT_MAX_REQUEST_BYTES);
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
        return new SchemaRegistry(registrySettings(), config.retryTimeout(), listener, stop);
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

    /** What is wrong and what is away, each one line; empty when all fits together. */
    List<String> problems() {
        return Stream.concat(problems.stream(), away.stream().map(Throwable::getMessage))
                .toList();
    }

    /** What was found in order. */
    List<String> notes() {
        TopicReport report = topics;
        return Stream.concat(notes.stream(), report == null ? Stream.of() : report.notes().stream())
                .toList();
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
        if (model != null) {
            model.close();
        }
        if (registry != null) {
            registry.close();
        }
    }
}
