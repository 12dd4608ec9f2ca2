package io.streamscorer.registry;

import static io.streamscorer.registry.StubRegistry.error;
import static io.streamscorer.registry.StubRegistry.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.registry.StubRegistry.Request;
import io.streamscorer.registry.StubRegistry.Response;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials reach the registry, and nothing else. */
final class CredentialsTest {
    private static final String PASSWORD = "p455:w0rd";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString(("scorer:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    private static final String TOKEN = "s3cr3t-t0k3n";

    private StubRegistry stub;

    @BeforeEach
    void start() throws IOException {
        stub = StubRegistry.start(CredentialsTest::answer);
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void shouldSendUserAndPassword() throws Exception {
        // given
        Map<String, Object> settings = settings(
                Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "scorer:" + PASSWORD));

        // when
        Schema schema = fetch(settings);

        // then
        assertThat(schema.getType()).isEqualTo(Schema.Type.INT);
        assertThat(stub.requests()).extracting(Request::authorization).containsExactly(BASIC);
    }

    @Test
    void shouldSendUserAndPasswordOfPrefixedSettings() throws Exception {
        // given
        Map<String, Object> settings = settings(Map.of(
                "schema.registry.basic.auth.credentials.source",
                "USER_INFO",
                "schema.registry.basic.auth.user.info",
                new Password("scorer:" + PASSWORD),
                "basic.auth.user.info",
                "someone:else"));

        // when
        fetch(settings);

        // then
        assertThat(stub.requests()).extracting(Request::authorization).containsExactly(BASIC);
    }

    @Test
    void shouldSendUserAndPasswordOfTheAddress() throws Exception {
        // given
        Map<String, Object> settings =
                Map.of("schema.registry.url", "http://scorer:" + PASSWORD + "@localhost:" + stub.port());

        // when
        fetch(settings);

        // then
        assertThat(stub.requests()).extracting(Request::authorization).containsExactly(BASIC);
    }

    @Test
    void shouldSendTheUserOfTheKafkaClient() throws Exception {
        // given
        Map<String, Object> settings = settings(Map.of(
                "basic.auth.credentials.source",
                "SASL_INHERIT",
                "sasl.jaas.config",
                new Password("org.apache.kafka.common.security.plain.PlainLoginModule required username=\"scorer\""
                        + " password=\"" + PASSWORD + "\";")));

        // when
        fetch(settings);

        // then
        assertThat(stub.requests()).extracting(Request::authorization).containsExactly(BASIC);
    }

    @Test
    void shouldSendABearerToken() throws Exception {
        // given
        Map<String, Object> settings =
                settings(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", TOKEN));

        // when
        fetch(settings);

        // then
        assertThat(stub.requests()).extracting(Request::authorization).containsExactly("Bearer " + TOKEN);
    }

    @Test
    void shouldFetchABearerTokenFromItsIssuer() throws Exception {
        // given
        Map<String, Object> settings = settings(Map.of(
                "bearer.auth.credentials.source", "OAUTHBEARER",
                "bearer.auth.issuer.endpoint.url", stub.url() + "/token",
                "bearer.auth.client.id", "scorer",
                "bearer.auth.client.secret", PASSWORD,
                "bearer.auth.scope", "schemas",
                "bearer.auth.logical.cluster", "lsrc-1",
                "bearer.auth.cache.expiry.buffer.seconds", "30"));

        // when
        fetch(settings);

        // then
        assertThat(stub.requests()).hasSize(2);
        assertThat(stub.requests().get(0).path()).isEqualTo("/token");
        assertThat(stub.requests().get(1).authorization()).isEqualTo("Bearer " + jwt());
    }

    @Test
    void shouldSendAdditionalHeaders() {
        // when
        RegistrySettings settings =
                RegistrySettings.of(settings(Map.of("schema.registry.request.header.X-Tenant", "blue")));

        // then
        assertThat(settings.headers()).containsExactly(Map.entry("X-Tenant", "blue"));
    }

    @Test
    void shouldRefuseCredentialsThatWouldNotBeSent() {
        // when / then
        assertThatThrownBy(() -> fetch(settings(Map.of("basic.auth.user.info", "scorer:" + PASSWORD))))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("set basic.auth.credentials.source=USER_INFO");
        assertThatThrownBy(() -> fetch(settings(Map.of("basic.auth.credentials.source", "URL"))))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("holds no user and password");
        assertThatThrownBy(() -> fetch(settings(Map.of(
                        "basic.auth.credentials.source", "URL", "bearer.auth.credentials.source", "STATIC_TOKEN"))))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("both are set");
        assertThatThrownBy(() -> fetch(Map.of("schema.registry.url", "http://a:1@one:8081,http://b:2@two:8081")))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("different users");
        assertThat(stub.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://scorer:p455:w0rd@localhost:PORT/echo",
                "http://scorer:p455:w0rd@localhost:1",
                "http://scorer:p455:w0rd@no-such-host.invalid:8081",
                "scorer:p455:w0rd@localhost:8081",
                "htp://scorer:p455:w0rd@localhost:8081",
                "http://scorer:x/p455:w0rd@localhost:8081:8082",
                "http://scorer:x,p455:w0rd@localhost:8081",
                "http://scorer:p455:w0rd@",
                "http://scorer:p455:w0rd@local host:8081",
            })
    void shouldNotShowThePasswordOfAnAddress(String url) {
        // given
        Map<String, Object> settings = Map.of("schema.registry.url", url.replace("PORT", "" + stub.port()));

        // when
        Throwable thrown = catchThrowable(() -> fetch(settings));

        // then
        assertThat(thrown).isInstanceOfAny(UnavailableException.class, SetupException.class);
        assertThat(trace(thrown)).doesNotContain("p455", "w0rd");
    }

    @Test
    void shouldNotShowWhatTheRegistryEchoes() {
        // given
        Map<String, Object> settings = new HashMap<>(
                settings(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", TOKEN)));
        settings.put("schema.registry.url", stub.url() + "/echo");

        // when
        Throwable thrown = catchThrowable(() -> fetch(settings));

        // then
        assertThat(thrown).isInstanceOf(UnavailableException.class).hasMessageContaining("Bearer [hidden]");
        assertThat(trace(thrown)).doesNotContain(TOKEN);
    }

    private static Response answer(Request request) {
        String authorization = request.authorization();
        if (request.path().equals("/token")) {
            return new Response(200, "{\"access_token\": \"" + jwt() + "\"}");
        }
        if (request.path().startsWith("/echo")) {
            String plain = authorization == null || !authorization.startsWith("Basic ")
                    ? "" + authorization
                    : new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8);
            return error(500, 50001, plain + " failed");
        }
        if (authorization == null) {
            return error(401, 40101, "Unauthorized");
        }
        return schema("\"int\"");
    }

    /** A token that is valid until the year 3000. */
    private static String jwt() {
        return base64("{\"alg\":\"none\"}") + "."
                + base64("{\"sub\":\"scorer\",\"scope\":\"schemas\",\"iat\":1700000000,\"exp\":32503680000}") + "."
                + base64("signature");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, Object> settings(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("schema.registry.url", stub.url());
        return settings;
    }

    private static Schema fetch(Map<String, Object> settings) throws Exception {
        try (SchemaRegistry registry = new SchemaRegistry(settings, Duration.ZERO, new FakePauses())) {
            return registry.schema(7);
        }
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }
}
