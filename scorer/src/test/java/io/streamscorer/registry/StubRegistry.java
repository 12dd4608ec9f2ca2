package io.streamscorer.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An HTTP server that answers as a test tells it to, and keeps what it was asked. */
final class StubRegistry implements AutoCloseable {
    static {
        // Else each answer waits 40 ms for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    record Request(String method, String path, @Nullable String authorization, String body) {}

    record Response(int status, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new ArrayList<>();
    private final String scheme;

    private StubRegistry(HttpServer server, String scheme, Function<Request, Response> answer) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", exchange -> handle(exchange, answer));
        server.setExecutor(threads);
        server.start();
    }

    static StubRegistry start(Function<Request, Response> answer) throws IOException {
        return new StubRegistry(HttpServer.create(loopback(), 0), "http", answer);
    }

    static StubRegistry startTls(SSLContext context, Function<Request, Response> answer) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new StubRegistry(server, "https", answer);
    }

    /** Takes the answers one after the other, the last one again and again. */
    static Function<Request, Response> inTurn(Response... responses) {
        List<Response> left = new ArrayList<>(List.of(responses));
        return request -> {
            synchronized (left) {
                return left.size() > 1 ? left.remove(0) : left.get(0);
            }
        };
    }

    static Response schema(String schema) {
        return new Response(200, "{\"schema\": \"" + schema.replace("\"", "\\\"") + "\"}");
    }

    static Response error(int status, int code, String message) {
        return new Response(status, "{\"error_code\": " + code + ", \"message\": \"" + message + "\"}");
    }

    static Response unknownSchema() {
        return error(404, 40403, "Schema not found");
    }

    String url() {
        return scheme + "://localhost:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange, Function<Request, Response> answer) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    body);
            synchronized (this) {
                requests.add(request);
            }
            Response response = answer.apply(request);
            byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(response.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
