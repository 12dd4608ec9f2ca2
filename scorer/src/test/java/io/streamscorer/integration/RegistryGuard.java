package io.streamscorer.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** Stands before a registry, speaks TLS alone, and lets those in who show a user and password or a token that it knows. */
final class RegistryGuard implements AutoCloseable {
    static {
        // Else each answer waits 40 ms for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final URI registry;
    private final HttpsServer server;
    private final Set<String> accepted;
    private final AtomicInteger admitted = new AtomicInteger();

    /**
     * @param context the certificate that it shows
     * @param userInfo {@code user:password} that it lets in
     * @param token the token that it lets in
     */
    RegistryGuard(String registryUrl, SSLContext context, String userInfo, String token) {
        registry = URI.create(registryUrl);
        accepted = Set.of("Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(UTF_8)), "Bearer " + token);
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", new RegistryForwarding(registry)).getFilters().add(new Admission());
        server.start();
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + registry.getPath();
    }

    /** How many requests were let in. */
    int admitted() {
        return admitted.get();
    }

    private final class Admission extends Filter {
        @Override
        public String description() {
            return "credentials";
        }

        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            List<String> shown = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
            if (shown.size() == 1 && accepted.contains(Objects.requireNonNull(shown.get(0)))) {
                admitted.incrementAndGet();
                chain.doFilter(exchange);
                return;
            }
            try (exchange) {
                // What a careless server does: it says back what it was shown.
                byte[] body = ("{\"error_code\": 40101, \"message\": \"Unauthorized: " + shown + "\"}").getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
                exchange.sendResponseHeaders(401, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
