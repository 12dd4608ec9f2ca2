package io.streamscorer.integration;

import io.streamscorer.sandbox.broker.EmbeddedBroker;
import io.streamscorer.sandbox.registry.RegistryProcess;
import java.util.Map;

/** A broker in this process, and Apicurio Registry, a real one that speaks Confluent's API, as a process beside it. */
final class EmbeddedBackbone implements Backbone {
    private final RegistryProcess registry;
    private final EmbeddedBroker broker;

    private EmbeddedBackbone(RegistryProcess registry, EmbeddedBroker broker) {
        this.registry = registry;
        this.broker = broker;
    }

    static EmbeddedBackbone start() {
        return start(Map.of());
    }

    /** With settings of the broker's own. */
    static EmbeddedBackbone start(Map<String, String> brokerSettings) {
        RegistryProcess registry = RegistryProcess.start();
        try {
            return new EmbeddedBackbone(registry, EmbeddedBroker.start(null, 0, brokerSettings));
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    /** The broker, to stop it and start it again. */
    EmbeddedBroker broker() {
        return broker;
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public String registryUrl() {
        return registry.url();
    }

    @Override
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        broker.createTopic(name, partitions, settings);
    }

    @Override
    public void close() {
        broker.close();
        registry.close();
    }
}
