package io.streamscorer.integration;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** Stands before a registry, so that it can go away and come back with the schemas that it had. */
final class RegistryGate implements AutoCloseable {
    private final URI registry;
    private HttpServer server;

    RegistryGate(String registryUrl) {
        registry = URI.create(registryUrl);
        server = open(0);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + registry.getPath();
    }

    /** From now on nothing answers. */
    void shut() {
        server.stop(0);
    }

    /** At the same address again. */
    void reopen() {
        server = open(server.getAddress().getPort());
    }

    private HttpServer open(int port) {
        try {
            HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            opened.createContext("/", new RegistryForwarding(registry));
            opened.start();
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
