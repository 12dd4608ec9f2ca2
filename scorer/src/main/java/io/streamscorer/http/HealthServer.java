package io.streamscorer.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.streamscorer.failure.SetupException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server for health and metrics: {@code /health/live}, {@code /health/ready}, {@code /metrics} and an index at {@code /}.
 * Read-only and without authentication. It has its own daemon threads; its owner closes it.
 */
public final class HealthServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String INDEX = """
            /health/live   200 while the process answers
            /health/ready  200 while it can score, else 503; JSON says why
            /metrics       meters in Prometheus' text format
            """;

    /**
     * The most connections at a time, and so the most threads: the JDK's server reads a request on a thread of its own, so that a client that sends
     * or reads slowly holds one until the time-out. With fewer threads than connections such clients would keep the probes waiting.
     */
    private static final int MAX_CONNECTIONS = 200;

    private static final Duration THREAD_KEPT = Duration.ofSeconds(5);

    /**
     * The JDK's server takes its limits from system properties, once, when its classes are loaded. Those that a person gave stay. Seconds for
     * the times, which are looked at each second, bytes for the size, which the request line has part in. Without a delay: head and body
     * are written one after the other, and TCP would hold the body back for 40 ms.
     */
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.nodelay", "true",
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.maxRspTime", "30",
            "sun.net.httpserver.idleInterval", "10",
            "sun.net.httpserver.clockTick", "1000",
            "sun.net.httpserver.maxReqHeaders", "100",
            "sun.net.httpserver.maxReqHeaderSize", "16384",
            "jdk.httpserver.maxConnections", String.valueOf(MAX_CONNECTIONS));

    static {
        LIMITS.forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        });
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Supplier<Readiness> readiness;
    private final Supplier<String> metrics;

    private HealthServer(HttpServer server, Supplier<Readiness> readiness, Supplier<String> metrics) {
        this.server = server;
        this.readiness = readiness;
        this.metrics = metrics;
        AtomicInteger number = new AtomicInteger();
        // What comes beyond the limit is not queued: the server then closes the connection.
        this.threads = new ThreadPoolExecutor(
                0, MAX_CONNECTIONS, THREAD_KEPT.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "http-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Starts to listen.
     *
     * @param host the address to listen on, {@code 0.0.0.0} for all
     * @param port the port, 0 for any free one
     * @param readiness asked at each request, on one of this server's threads
     * @param metrics the text of {@code /metrics}, asked likewise
     * @throws SetupException if it cannot listen there
     */
    public static HealthServer start(String host, int port, Supplier<Readiness> readiness, Supplier<String> metrics) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new SetupException("http.host: expected an address of this machine, is '" + host
                    + "', which has no address. Set it to" + " 0.0.0.0 for all, or 127.0.0.1 for this machine alone.");
        }
        try {
            HealthServer healthServer = new HealthServer(HttpServer.create(address, 0), readiness, metrics);
            healthServer.server.setExecutor(healthServer.threads);
            healthServer.server.createContext("/", healthServer::handle);
            healthServer.server.start();
            return healthServer;
        } catch (BindException e) {
            throw new SetupException("http.port: expected a free port, but port " + port + " on " + host
                    + " cannot be taken (" + e.getMessage()
                    + "). Stop the process that has it, or set http.port to another port, or to 0 for any free one.");
        } catch (IOException e) {
            throw new SetupException(
                    "http.port: cannot listen on port " + port + " of " + host + ": " + e.getMessage());
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getRawPath();
            switch (path == null ? "" : path) {
                case "/", "/health/live", "/health/ready", "/metrics" -> {
                    if (method.equals("GET") || method.equals("HEAD")) {
                        answer(exchange, path);
                    } else {
                        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                        send(exchange, 405, TEXT, "Only GET and HEAD are answered here.\n");
                    }
                }
                default -> send(exchange, 404, TEXT, "There is nothing here. Try:\n" + INDEX);
            }
        }
    }

    private void answer(HttpExchange exchange, String path) throws IOException {
        try {
            switch (path) {
                case "/health/live" -> send(exchange, 200, TEXT, "live\n");
                case "/health/ready" -> {
                    Readiness now = readiness.get();
                    send(exchange, now.ready() ? 200 : 503, JSON, now.json());
                }
                case "/metrics" -> send(exchange, 200, METRICS, metrics.get());
                default -> send(exchange, 200, TEXT, INDEX);
            }
        } catch (RuntimeException e) {
            LOG.warn("Answering {} failed", path, e);
            send(exchange, 500, TEXT, "Answering failed: " + e + "\n");
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Stops at once; requests that are being answered are cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
