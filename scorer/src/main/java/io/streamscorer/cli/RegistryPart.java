package io.streamscorer.cli;

import io.streamscorer.config.ScorerConfig;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.prediction.PredictionEncoder;
import io.streamscorer.registry.RegisteredSchema;
import io.streamscorer.registry.RegistryListener;
import io.streamscorer.registry.SchemaRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The part of a set-up that the schema registry answers for: the schemas of events, which may lie in a file instead, and predictions. One
 * thread at a time. Closing it closes the registry's client.
 */
final class RegistryPart implements AutoCloseable {
    private final ScorerConfig config;
    private final Duration patience;
    private final StopSignal stop;
    private @Nullable SchemaRegistry registry;
    private @Nullable Schema reader;
    private boolean noEventSubject;
    private int predictionSchemaId;

    /**
     * A part that has asked nothing.
     *
     * @param patience how long the registry is given to answer
     * @param stop ends the waiting of this part's and of scoring's client
     */
    RegistryPart(ScorerConfig config, Duration patience, StopSignal stop) {
        this.config = config;
        this.patience = patience;
        this.stop = stop;
    }

    /** What the registry says now. */
    Findings look() {
        Findings findings = new Findings();
        noEventSubject = false;
        findings.attempt(() -> {
            if (registry == null) {
                registry = new SchemaRegistry(settings(), patience, RegistryListener.NONE, stop);
            }
        });
        SchemaRegistry client = registry;
        // Once the registry is away or refuses, it would be so for the next question too.
        if (client != null && findings.attempt(() -> askForEventSchema(client, findings))) {
            findings.attempt(() -> askForPredictionSchema(client, findings));
        }
        config.inputSchema().ifPresent(file -> findings.attempt(() -> reader = SchemaFile.read(file, "input.schema")));
        return findings;
    }

    private void askForEventSchema(SchemaRegistry client, Findings findings) {
        if (config.inputSchema().isPresent()) {
            client.ping();
            return;
        }
        Optional<RegisteredSchema> latest = client.latest(eventSubject());
        noEventSubject = latest.isEmpty();
        latest.ifPresent(schema -> {
            reader = schema.schema();
            findings.note("event schema '" + schema.schema().getFullName() + "' is version " + schema.version()
                    + " of subject '" + eventSubject() + "'");
        });
    }

    /** The problem that the registry, when last asked, had no schema of the events and no file is named either. */
    Optional<String> noEventSchema() {
        return noEventSubject
                ? Optional.of("input.schema: not set, and the schema registry at "
                        + String.join(",", config.schemaRegistryUrls()) + " has no subject '" + eventSubject()
                        + "'. Let a producer register the events' schema there, or set input.schema to its .avsc file")
                : Optional.empty();
    }

    private void askForPredictionSchema(SchemaRegistry client, Findings findings) {
        if (config.autoRegisterSchemas()) {
            Optional<String> incompatibility = client.incompatibility(predictionSubject(), PredictionEncoder.schema());
            if (incompatibility.isPresent()) {
                findings.problem("output.topic: the prediction schema is incompatible with what the subject '"
                        + predictionSubject() + "' already holds: " + incompatibility.get()
                        + ". Write to another topic, or change the subject's compatibility");
                return;
            }
            findings.note("the prediction schema will be registered under subject '" + predictionSubject() + "'");
        } else {
            predictionSchemaId = client.lookup(predictionSubject(), PredictionEncoder.schema());
            findings.note("the prediction schema is registered under subject '" + predictionSubject() + "'");
        }
    }

    /** Registers the prediction schema where the settings allow it. */
    void create() {
        if (config.autoRegisterSchemas()) {
            predictionSchemaId =
                    Setup.found(registry, "registry").register(predictionSubject(), PredictionEncoder.schema());
        }
    }

    /** The schema that events are read by, if {@link #look} found one. */
    Optional<Schema> reader() {
        return Optional.ofNullable(reader);
    }

    /** The id of the registered prediction schema, once that was found or registered. */
    int predictionSchemaId() {
        return predictionSchemaId;
    }

    private String eventSubject() {
        return config.inputTopic() + "-value";
    }

    private String predictionSubject() {
        return config.outputTopic() + "-value";
    }

    /**
     * A client of the registry for scoring, which waits for it as long as the settings say. The caller closes it.
     *
     * @param listener told when the registry is away and back
     */
    SchemaRegistry open(RegistryListener listener) {
        return new SchemaRegistry(settings(), config.retryTimeout(), listener, stop);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(config.registrySettings());
        settings.put("schema.registry.url", String.join(",", config.schemaRegistryUrls()));
        return settings;
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
