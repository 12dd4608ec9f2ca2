package io.streamscorer.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An OAuth 2 authorization server that knows one client and has one way to ask: client credentials (RFC 6749, section 4.4). Its tokens are
 * JWTs signed with RS256 (RFC 7519, RFC 7518); its public key lies in a file as a JSON Web Key Set (RFC 7517).
 */
final class TokenEndpoint implements AutoCloseable {
    static final String AUDIENCE = "kafka";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final KeyPair keys;
    private final String client;
    private final String credentials;
    private final Path keySet;
    private final AtomicReference<@Nullable String> issued = new AtomicReference<>();

    private TokenEndpoint(HttpServer server, KeyPair keys, String client, String secret, Path keySet) {
        this.server = server;
        this.keys = keys;
        this.client = client;
        this.credentials = "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(UTF_8));
        this.keySet = keySet;
    }

    /**
     * @param client the client's name, which becomes the token's subject and so Kafka's user
     * @param keySet the file that the public key is written to
     */
    static TokenEndpoint start(String client, String secret, Path keySet) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            RSAPublicKey key = (RSAPublicKey) keys.getPublic();
            Files.writeString(
                    keySet,
                    "{\"keys\": [{\"kty\": \"RSA\", \"alg\": \"RS256\", \"use\": \"sig\", \"kid\": \"one\", \"n\": \""
                            + unsigned(key.getModulus()) + "\", \"e\": \"" + unsigned(key.getPublicExponent())
                            + "\"}]}");
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TokenEndpoint endpoint = new TokenEndpoint(server, keys, client, secret, keySet);
            server.createContext("/token", endpoint::handle);
            server.start();
            return endpoint;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Path keySet() {
        return keySet;
    }

    /** The token that it gave last, which is as good as a password while it is valid; null before the first. */
    @Nullable
    String lastToken() {
        return issued.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean known = credentials.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean answered = known && Arrays.asList(form.split("&", -1)).contains("grant_type=client_credentials");
            String body = answered
                    ? "{\"access_token\": \"" + token() + "\", \"token_type\": \"Bearer\", \"expires_in\": 600}"
                    : "{\"error\": \"invalid_client\", \"error_description\": \"Client authentication failed\"}";
            byte[] bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answered ? 200 : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String token() {
        long now = System.currentTimeMillis() / 1000;
        String signed = encoded("{\"alg\": \"RS256\", \"typ\": \"JWT\", \"kid\": \"one\"}") + "."
                + encoded("{\"sub\": \"" + client + "\", \"iss\": \"" + issuer() + "\", \"aud\": \"" + AUDIENCE
                        + "\", \"scope\": \"topics\", \"iat\": " + now + ", \"exp\": " + (now + 600) + "}");
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(UTF_8));
            String token = signed + "." + BASE64.encodeToString(signature.sign());
            issued.set(token);
            return token;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(UTF_8));
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
