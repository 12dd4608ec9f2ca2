package io.streamscorer.integration;

import java.util.Map;

/**
 * The brokers and the schema registry that a scenario runs against. The scenarios are the same whatever is behind it; each uses topics and
 * subjects of its own.
 */
interface Backbone extends AutoCloseable {
    /** The brokers' addresses, as in {@code bootstrap.servers}. */
    String bootstrapServers();

    /** The same for one of several scorers, counted from 0, which may reach the brokers by a way of its own. */
    default String bootstrapServers(int scorer) {
        return bootstrapServers();
    }

    /** The registry's address, as in {@code schema.registry.url}. */
    String registryUrl();

    /** Creates a topic and waits until it can be written. */
    void createTopic(String name, int partitions, Map<String, String> settings);

    @Override
    void close();
}
