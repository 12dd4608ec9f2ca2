package io.streamscorer.registry;

import static io.streamscorer.registry.StubRegistry.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {
    private static final String PASSWORD = "changeit-t3st";

    @TempDir
    private static Path directory;

    private static StubRegistry named;
    private static StubRegistry misnamed;

    @BeforeAll
    static void start() throws Exception {
        named = StubRegistry.startTls(context("named", "dns:localhost"), request -> schema("\"int\""));
        misnamed = StubRegistry.startTls(context("misnamed", "dns:elsewhere"), request -> schema("\"int\""));
    }

    @AfterAll
    static void stop() {
        named.close();
        misnamed.close();
    }

    @Test
    void shouldTrustTheCertificatesOfTheTruststore() throws Exception {
        // when
        Schema schema = fetch(named, trust("named"));

        // then
        assertThat(schema.getType()).isEqualTo(Schema.Type.INT);
    }

    @Test
    void shouldNotTrustAnUnknownCertificate() {
        // when / then
        assertThatThrownBy(() -> fetch(named, Map.of()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("SSLHandshakeException")
                .hasMessageContaining("look at schema.registry.ssl.truststore.location");
    }

    @Test
    void shouldNotUseTheTruststoreOfTheKafkaClient() {
        // given
        Map<String, Object> brokers =
                Map.of("ssl.truststore.location", store("named"), "ssl.truststore.password", new Password(PASSWORD));

        // when / then
        assertThatThrownBy(() -> fetch(named, brokers)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void shouldCheckTheHostNameUnlessToldNotTo() throws Exception {
        // given
        Map<String, Object> unchecked = new HashMap<>(trust("misnamed"));
        unchecked.put("schema.registry.ssl.endpoint.identification.algorithm", "");

        // when / then
        assertThatThrownBy(() -> fetch(misnamed, trust("misnamed")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("whether the certificate is for the host");
        assertThat(fetch(misnamed, unchecked).getType()).isEqualTo(Schema.Type.INT);
    }

    @Test
    void shouldSayWhyATruststoreCannotBeUsed() {
        // given
        Map<String, Object> absent = Map.of("schema.registry.ssl.truststore.location", "/no/such/truststore.p12");
        Map<String, Object> wrong = new HashMap<>(trust("named"));
        wrong.put("schema.registry.ssl.truststore.password", "wr0ng-passw0rd");

        // when / then
        assertThatThrownBy(() -> fetch(named, absent))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("/no/such/truststore.p12");
        assertThatThrownBy(() -> fetch(named, wrong))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("password was incorrect")
                .hasMessageNotContaining("wr0ng-passw0rd");
    }

    private static Schema fetch(StubRegistry stub, Map<String, Object> more) throws Exception {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("schema.registry.url", stub.url());
        try (SchemaRegistry registry = new SchemaRegistry(settings, Duration.ZERO, new FakePauses())) {
            return registry.schema(7);
        }
    }

    private static Map<String, Object> trust(String name) {
        return Map.of(
                "schema.registry.ssl.truststore.location",
                store(name),
                "schema.registry.ssl.truststore.password",
                new Password(PASSWORD),
                "schema.registry.ssl.truststore.type",
                "PKCS12");
    }

    private static String store(String name) {
        return directory.resolve(name + ".p12").toString();
    }

    private static SSLContext context(String name, String host) throws Exception {
        Keytool.generate(Path.of(store(name)), PASSWORD, name, "CN=" + name, "-ext", "san=" + host);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(Path.of(store(name)))) {
            keys.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
