package io.streamscorer.integration;

import io.streamscorer.sandbox.broker.EmbeddedBroker;
import io.streamscorer.sandbox.registry.RegistryProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A broker in this process that each of two scorers reaches through a {@link NetworkProxy} of its own, and everybody else directly: it has a
 * listener for each, and advertises the proxy's address there. The registry is reached directly.
 */
final class ProxiedBackbone implements Backbone {
    private static final List<String> LISTENERS = List.of("FIRST", "SECOND");

    private final RegistryProcess registry;
    private final List<NetworkProxy> networks = new ArrayList<>();
    private final EmbeddedBroker broker;

    private ProxiedBackbone(RegistryProcess registry, Map<String, String> brokerSettings) {
        this.registry = registry;
        int direct = Ports.lasting();
        int controller = Ports.lasting();
        StringBuilder listeners = new StringBuilder(listener("PLAINTEXT", direct));
        StringBuilder advertised = new StringBuilder(listeners);
        StringBuilder protocols = new StringBuilder("PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        for (String name : LISTENERS) {
            int behind = Ports.lasting();
            int before = Ports.lasting();
            networks.add(new NetworkProxy(before, behind));
            listeners.append(',').append(listener(name, behind));
            advertised.append(',').append(listener(name, before));
            protocols.append(',').append(name).append(":PLAINTEXT");
        }
        Map<String, String> settings = new TreeMap<>(Map.of(
                "listeners",
                listeners.append(',').append(listener("CONTROLLER", controller)).toString(),
                "advertised.listeners",
                advertised.toString(),
                "listener.security.protocol.map",
                protocols.toString(),
                "controller.quorum.voters",
                "1@127.0.0.1:" + controller));
        settings.putAll(brokerSettings);
        broker = EmbeddedBroker.start(null, direct, settings);
    }

    /** With settings of the broker's own. */
    static ProxiedBackbone start(Map<String, String> brokerSettings) {
        RegistryProcess registry = RegistryProcess.start();
        try {
            return new ProxiedBackbone(registry, brokerSettings);
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    private static String listener(String name, int port) {
        return String.format(Locale.ROOT, "%s://127.0.0.1:%d", name, port);
    }

    /** What lies between a scorer, counted from 0, and the broker. */
    NetworkProxy network(int scorer) {
        return networks.get(scorer);
    }

    List<NetworkProxy> networks() {
        return networks;
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public String bootstrapServers(int scorer) {
        return network(scorer).address();
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
        networks.forEach(NetworkProxy::close);
        broker.close();
        registry.close();
    }
}
