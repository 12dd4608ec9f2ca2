package io.streamscorer.cli;

import io.streamscorer.config.ScorerConfig;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.registry.RegistryListener;
import io.streamscorer.registry.SchemaRegistry;
import io.streamscorer.topology.TopicPlan;
import io.streamscorer.topology.TopicReport;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Brings model, registry, schemas and topics together, holds them against one another, and collects all problems before giving up. Used by the
 * main thread. Closing it closes model and registry.
 */
final class Setup implements AutoCloseable {
    private final ModelPart model;
    private final BrokerPart brokers;
    private final RegistryPart registry;
    private Findings findings = new Findings();

    private Setup(ScorerConfig config, Duration patience, StopSignal stop) {
        model = new ModelPart(config);
        brokers = new BrokerPart(config, patience);
        registry = new RegistryPart(config, patience, stop);
    }

    /**
     * Looks at everything, creates nothing.
     *
     * @param patience how long brokers and registry are given to answer, each
     */
    static Setup inspect(ScorerConfig config, Duration patience) {
        Setup setup = new Setup(config, patience, new StopSignal());
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
            while (true) {
                setup.look();
                if (setup.findings.good()) {
                    setup.findings.attempt(setup::create);
                }
                if (setup.findings.good()) {
                    return setup;
                }
                setup.requireAgain(again);
            }
        } catch (RuntimeException e) {
            setup.close();
            throw e;
        }
    }

    private void requireAgain(Predicate<UnavailableException> again) {
        if (!findings.problems().isEmpty()) {
            throw new SetupException(problems());
        }
        UnavailableException away = new UnavailableException(
                findings.away().stream().map(Throwable::getMessage).collect(Collectors.joining("; and ")),
                findings.away().get(0));
        if (!again.test(away)) {
            throw away;
        }
    }

    /** What lies on this machine and what brokers and registry say now, and whether it fits. */
    private void look() {
        List<Findings> found = AtOnce.call(model::look, brokers::look, registry::look);
        findings = new Findings();
        found.forEach(findings::add);
        // Where the topic is not there, neither is its subject: that is said already.
        if (!brokers.inputIsMissing()) {
            registry.noEventSchema().ifPresent(findings::problem);
        }
        registry.reader().ifPresent(schema -> findings.add(model.fit(schema)));
    }

    private void create() {
        brokers.create(findings);
        if (findings.good()) {
            registry.create();
        }
    }

    /** What is wrong and what is away, each one line; empty when all fits together. */
    List<String> problems() {
        return Stream.concat(
                        findings.problems().stream(), findings.away().stream().map(Throwable::getMessage))
                .toList();
    }

    /** What was found in order. */
    List<String> notes() {
        return Stream.concat(findings.notes().stream(), brokers.notes().stream())
                .toList();
    }

    /** The id of the registered prediction schema, once {@link #prepare} is done. */
    int predictionSchemaId() {
        return registry.predictionSchemaId();
    }

    /**
     * A client of the registry for scoring, which waits for it as long as the settings say. The caller closes it.
     *
     * @param listener told when the registry is away and back
     */
    SchemaRegistry openRegistry(RegistryListener listener) {
        return registry.open(listener);
    }

    /** The topics as the settings want them. */
    TopicPlan topicPlan() {
        return brokers.plan();
    }

    LoadedModel model() {
        return model.model();
    }

    Schema reader() {
        return found(registry.reader().orElse(null), "reader schema");
    }

    FeatureSpec spec() {
        return model.spec();
    }

    TopicReport topics() {
        return brokers.topics();
    }

    /** What a part must have once nothing is wrong. */
    static <T> T found(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalStateException("The set-up has problems; it has no " + name);
        }
        return part;
    }

    @Override
    public void close() {
        model.close();
        registry.close();
    }
}
