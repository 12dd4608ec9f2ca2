package io.streamscorer.integration;

import io.streamscorer.sandbox.broker.EmbeddedBroker;
import io.streamscorer.sandbox.registry.RegistryProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A broker with an authorizer that demands TLS, certificates, passwords or tokens, and a registry behind TLS and credentials. Who comes
 * without any, as the tests' own clients do, may do everything.
 */
final class SecureBackbone implements Backbone {
    /** Names of the broker's listeners. */
    static final String TLS = "TLS";

    static final String MUTUAL = "MUTUAL";
    static final String SCRAM = "SCRAM";
    static final String OAUTH = "OAUTH";

    /** The user behind the certificate {@code client} of {@link Certificates}. */
    static final String CERTIFIED_USER = "CN=card-scorer,O=Tests";

    static final String SCRAM_USER = "card-scorer";
    static final String OAUTH_USER = "card-scorer-client";

    /** Each found nowhere but in what is secret. */
    static final String SCRAM_PASSWORD = "zeta-scram-8107";

    static final String OAUTH_SECRET = "zeta-client-secret-2209";
    static final String TRUST_PASSWORD = "zeta-trust-5520";
    static final String KEYS_PASSWORD = "zeta-keys-9043";
    static final String REGISTRY_PASSWORD = "zeta-registry-3316";
    static final String REGISTRY_TOKEN = "zeta-registry-token-7754";

    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path folder = Path.of("target/security").toAbsolutePath();
    private final Certificates certificates;
    private final TokenEndpoint tokens;
    private final EmbeddedBroker broker;
    private final RegistryProcess registry;
    private final RegistryGuard guard;
    private final Admin admin;

    private SecureBackbone() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        registry = RegistryProcess.start();
        certificates = Certificates.make(folder);
        tokens = TokenEndpoint.start(OAUTH_USER, OAUTH_SECRET, folder.resolve("token-keys.json"));
        // Kafka fetches tokens and keys from nowhere else; read at each login, of the broker and of clients in this
        // process.
        System.setProperty(ALLOWED_URLS, tokens.url() + "," + tokens.keySet().toUri());
        broker = EmbeddedBroker.start(brokerSettings(), List.of(TLS, MUTUAL, SCRAM, OAUTH));
        String userInfo = "scorer:" + REGISTRY_PASSWORD;
        guard = new RegistryGuard(registry.url(), certificates.serverContext("server"), userInfo, REGISTRY_TOKEN);
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
        addScramUser(SCRAM_USER, SCRAM_PASSWORD);
        makeInternalTopics();
    }

    /** Has the broker make its own topics of transactions and groups, so that no test's time goes into it. */
    private void makeInternalTopics() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers(), "transactional.id", "first", "max.block.ms", "20000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
        }
        try {
            admin.describeConsumerGroups(List.of("first")).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, String> brokerSettings() {
        String keys = certificates.keys("server", "broker-keys").toString();
        String trust = certificates.trust("broker-trust").toString();
        Map<String, String> settings = new TreeMap<>(Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS",
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,TLS:SSL,MUTUAL:SSL,SCRAM:SASL_SSL,OAUTH:SASL_SSL",
                "ssl.keystore.location",
                keys,
                "ssl.keystore.password",
                "broker-keys",
                "ssl.truststore.location",
                trust,
                "ssl.truststore.password",
                "broker-trust",
                "listener.name.mutual.ssl.client.auth",
                "required"));
        settings.putAll(Map.of(
                "listener.name.scram.sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "listener.name.scram.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "listener.name.oauth.sasl.enabled.mechanisms",
                "OAUTHBEARER",
                "listener.name.oauth.oauthbearer.sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;",
                "listener.name.oauth.oauthbearer.sasl.server.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler",
                "listener.name.oauth.oauthbearer.sasl.oauthbearer.jwks.endpoint.url",
                tokens.keySet().toUri().toString(),
                "listener.name.oauth.oauthbearer.sasl.oauthbearer.expected.audience",
                TokenEndpoint.AUDIENCE,
                "listener.name.oauth.oauthbearer.sasl.oauthbearer.expected.issuer",
                tokens.issuer()));
        return settings;
    }

    /** Adds a user that the listener {@link #SCRAM} lets in. */
    void addScramUser(String user, String password) {
        UserScramCredentialUpsertion credential = new UserScramCredentialUpsertion(
                user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password);
        get(admin.alterUserScramCredentials(List.of(credential)).all());
        Await.until(
                "the broker knows " + user,
                LIMIT,
                () -> get(admin.describeUserScramCredentials().users()).contains(user));
    }

    /** Grants rights and waits until the broker knows of them. */
    void grant(Collection<AclBinding> rights) {
        get(admin.createAcls(rights).all());
        rights.forEach(right -> Await.until(
                "the broker has " + right,
                LIMIT,
                () -> get(admin.describeAcls(right.toFilter()).values()).contains(right)));
    }

    /** Takes rights away and waits until the broker knows of it. */
    void revoke(Collection<AclBinding> rights) {
        get(admin.deleteAcls(rights.stream().map(AclBinding::toFilter).toList()).all());
        rights.forEach(right -> Await.until(
                "the broker no longer has " + right,
                LIMIT,
                () -> get(admin.describeAcls(right.toFilter()).values()).isEmpty()));
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Certificates certificates() {
        return certificates;
    }

    TokenEndpoint tokens() {
        return tokens;
    }

    RegistryGuard guard() {
        return guard;
    }

    Admin admin() {
        return admin;
    }

    /** Where settings, certificates and outputs go; kept, so that the output of each run can be read. */
    Path folder() {
        return folder;
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    String bootstrapServers(String listener) {
        return broker.bootstrapServers(listener);
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
        admin.close();
        guard.close();
        broker.close();
        registry.close();
        tokens.close();
        System.clearProperty(ALLOWED_URLS);
    }

    /** Gives tests one backbone for all of them, started when the first asks. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SecureBackbone.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(SecureBackbone.class))
                    .computeIfAbsent(SecureBackbone.class, type -> new SecureBackbone(), SecureBackbone.class);
        }
    }
}
