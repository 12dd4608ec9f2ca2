package io.streamscorer.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a registry, so that it can go away, or fail, and come back with the schemas that it had. */
final class RegistryGate implements AutoCloseable {
    private final URI registry;
    private final RegistryForwarding forwarding;
    /** Requests that wait must not keep others waiting. */
    private final ExecutorService workers = Executors.newCachedThreadPool();

    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile int status;
    private HttpServer server;

    RegistryGate(String registryUrl) {
        registry = URI.create(registryUrl);
        forwarding = new RegistryForwarding(registry);
        server = open(0);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + registry.getPath();
    }

    /** From now on nothing answers. */
    void shut() {
        server.stop(0);
    }

    /** From now on requests are taken, and answered when it is open again. */
    void stall() {
        open = new CountDownLatch(1);
    }

    /** From now on each answer is an error with this HTTP status. */
    void fail(int httpStatus) {
        status = httpStatus;
    }

    /** All is well again, at the same address. */
    void reopen() {
        int port = server.getAddress().getPort();
        server.stop(0);
        status = 0;
        open.countDown();
        server = open(port);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
            return;
        }
        if (status == 0) {
            forwarding.handle(exchange);
            return;
        }
        try (exchange) {
            byte[] body = ("{\"error_code\": " + status + "01, \"message\": \"as told\"}").getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private HttpServer open(int port) {
        try {
            HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            opened.setExecutor(workers);
            opened.createContext("/", this::handle);
            opened.start();
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        open.countDown();
        workers.shutdownNow();
    }
}
