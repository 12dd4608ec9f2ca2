package io.streamscorer.integration;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.sandbox.audit.AuditReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Scorers with secrets in all settings that take one, at the log level {@code DEBUG}: they score, and show none to anyone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SecureBackbone.Shared.class)
class SecretsIT {
    private static final int EVENTS = 300;

    /** Of settings that the ways below do not use; the scorer takes them and hides them all the same. */
    private static final Map<String, String> UNUSED = Map.of(
            "sasl.oauthbearer.assertion.private.key.passphrase", "zeta-unused-1290",
            "bearer.auth.client.secret", "zeta-unused-8834",
            "producer.plugin.api.key", "zeta-unused-4475",
            "consumer.plugin.token", "zeta-unused-9917");

    private final SecureBackbone backbone;
    private final Access access;
    private final Path folder;

    SecretsIT(SecureBackbone backbone) {
        this.backbone = backbone;
        this.access = new Access(backbone);
        this.folder = backbone.folder();
    }

    @BeforeAll
    void writeSecrets() throws IOException {
        Path mounted = Files.createDirectories(folder.resolve("mounted"));
        Files.writeString(mounted.resolve("tls.key"), backbone.certificates().keyText("client"));
        Files.writeString(
                folder.resolve("secrets.properties"),
                "trust=" + SecureBackbone.TRUST_PASSWORD + "\nkeys=" + SecureBackbone.KEYS_PASSWORD + "\n");
    }

    @Test
    void shouldShowNoPassword() throws Exception {
        // given
        SecuredFeed feed = new SecuredFeed(backbone, "secret-passwords");
        Map<String, String> keys = access.mutualTls("client");
        keys.keySet().retainAll(Set.of("ssl.keystore.location", "ssl.keystore.password", "ssl.key.password"));
        Map<String, String> settings = feed.settings(
                UNUSED, access.basicRegistry(SecureBackbone.REGISTRY_PASSWORD), keys, scramFromEnvironment());
        settings.put("config.providers", "env,file");
        settings.put("basic.auth.user.info", "scorer:${env:REGISTRY_PASSWORD}");
        Path secrets = folder.resolve("secrets.properties");
        settings.replaceAll((key, value) -> value.equals(SecureBackbone.TRUST_PASSWORD)
                ? "${file:" + secrets + ":trust}"
                : value.equals(SecureBackbone.KEYS_PASSWORD) ? "${file:" + secrets + ":keys}" : value);

        // when / then
        assertScoresInSilence(
                feed,
                SecureBackbone.SCRAM_USER,
                settings,
                Map.of(
                        "KAFKA_PASSWORD",
                        SecureBackbone.SCRAM_PASSWORD,
                        "REGISTRY_PASSWORD",
                        SecureBackbone.REGISTRY_PASSWORD));
    }

    @Test
    void shouldShowNoToken() throws Exception {
        // given
        SecuredFeed feed = new SecuredFeed(backbone, "secret-tokens");
        Map<String, String> settings = feed.settings(
                access.oauth(SecureBackbone.OAUTH_SECRET), access.bearerRegistry(SecureBackbone.REGISTRY_TOKEN));
        // The settings' own variables.
        settings.remove("bearer.auth.token");
        settings.remove("sasl.oauthbearer.client.credentials.client.secret");

        // when / then
        assertScoresInSilence(
                feed,
                SecureBackbone.OAUTH_USER,
                settings,
                Map.of(
                        "SCORER_BEARER_AUTH_TOKEN",
                        SecureBackbone.REGISTRY_TOKEN,
                        "SCORER_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET",
                        SecureBackbone.OAUTH_SECRET,
                        "SCORER_OPTS",
                        "-Xmx512m -Dorg.apache.kafka.sasl.oauthbearer.allowed.urls="
                                + backbone.tokens().url()));
    }

    @Test
    void shouldShowNoKey() throws Exception {
        // given
        SecuredFeed feed = new SecuredFeed(backbone, "secret-keys");
        Map<String, String> settings =
                feed.settings(access.mutualTlsAsText(), access.basicRegistry(SecureBackbone.REGISTRY_PASSWORD));
        settings.put("processing.guarantee", "at_least_once");
        settings.put("config.providers", "directory,env");
        settings.put("ssl.keystore.key", "${directory:" + folder.resolve("mounted") + ":tls.key}");
        // User and password in the address.
        settings.keySet().removeIf(key -> key.startsWith("basic.auth."));
        settings.put(
                "schema.registry.url",
                backbone.guard().url().replace("https://", "https://scorer:${env:REGISTRY_PASSWORD}@"));

        // when / then
        assertScoresInSilence(
                feed,
                SecureBackbone.CERTIFIED_USER,
                settings,
                Map.of("REGISTRY_PASSWORD", SecureBackbone.REGISTRY_PASSWORD));
    }

    @Test
    void shouldShowNoSecretThatIsRefused() throws Exception {
        // given
        String password = "zeta-refused-6630";
        String registryPassword = "zeta-refused-8821";
        SecuredFeed feed = new SecuredFeed(backbone, "secret-refused");
        Map<String, String> settings = feed.settings(
                access.scram(SecureBackbone.SCRAM_USER, password), access.basicRegistry(registryPassword));
        Leaks leaks = leaks().user(SecureBackbone.SCRAM_USER, password).user("scorer", registryPassword);

        // when
        ScorerInstance.Finished check = ScorerInstance.run(folder, "secret-refused", "check", settings, loggingAll());
        String output = Files.readString(folder.resolve("secret-refused.log"));

        // then
        assertThat(check.exitStatus()).isEqualTo(1);
        assertThat(output).contains("DEBUG", "2 problems");
        leaks.assertNoneIn("the output", output);
    }

    @Test
    void shouldSayInFewLinesThatAStartWasRefused() throws Exception {
        // given
        SecuredFeed feed = new SecuredFeed(backbone, "secret-start");
        String secret = "zeta-refused-5172";
        Map<String, String> settings = feed.settings(access.oauth(secret), Map.of("retry.timeout.ms", "0"));
        String options = "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls="
                + backbone.tokens().url();

        // when
        ScorerInstance.Finished run =
                ScorerInstance.run(folder, "secret-start", "run", settings, Map.of("SCORER_OPTS", options));

        // then
        assertThat(run.exitStatus()).as(run.output()).isEqualTo(1);
        assertThat(run.output())
                .contains("scorer: this must be mended first:", "401")
                .doesNotContain("\tat ", " WARN ");
        assertThat(run.output().lines().count()).as(run.output()).isLessThan(8);
        leaks().secret("the client's secret", secret).assertNoneIn("the output", run.output());
    }

    @Test
    void shouldKnowEverySettingThatTakesASecret() {
        // given
        Set<String> known = Stream.of(
                        access.scram("", ""),
                        access.mutualTls("client"),
                        access.mutualTlsAsText(),
                        access.oauth(""),
                        access.basicRegistry(""),
                        access.bearerRegistry(""),
                        UNUSED)
                .map(Map::keySet)
                .flatMap(Collection::stream)
                .collect(toCollection(TreeSet::new));

        // when
        Set<String> secret = Stream.of(
                        StreamsConfig.configDef(),
                        ConsumerConfig.configDef(),
                        ProducerConfig.configDef(),
                        AdminClientConfig.configDef())
                .flatMap(definition -> definition.configKeys().values().stream())
                .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                .map(key -> key.name)
                .collect(toCollection(TreeSet::new));

        // then
        assertThat(secret).hasSizeGreaterThan(6);
        assertThat(known).containsAll(secret);
    }

    private Map<String, String> scramFromEnvironment() {
        return access.scram(SecureBackbone.SCRAM_USER, "${env:KAFKA_PASSWORD}");
    }

    /** Runs a scorer with the listed rights, counts its answers, and looks for secrets in all that it shows. */
    private void assertScoresInSilence(
            SecuredFeed feed, String user, Map<String, String> settings, Map<String, String> environment)
            throws Exception {
        backbone.grant(RightsDocument.required().stream()
                .filter(right -> !right.forTransactions() || !settings.containsValue("at_least_once"))
                .map(right -> right.grantedTo(user, settings))
                .toList());
        feed.send(EVENTS);
        Map<String, String> variables = new TreeMap<>(loggingAll());
        variables.putAll(environment);
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, feed.input(), settings, variables).awaitReady()) {
            feed.awaitAnswers();
            Leaks leaks = leaks();
            leaks.assertNoneShownBy(scorer);
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
            assertThat(scorer.output()).contains("DEBUG", "Settings: ", "Stopped: the group was left");
            leaks.assertNoneIn("the output", scorer.output());
        }
        AuditReport audit = feed.audit();
        assertThat(audit.clean()).as(audit.text()).isTrue();
        assertThat(audit.events()).isEqualTo(EVENTS);
        assertThat(audit.deadLetters()).isEqualTo(feed.broken());
    }

    private Leaks leaks() {
        Leaks leaks = new Leaks()
                .user(SecureBackbone.SCRAM_USER, SecureBackbone.SCRAM_PASSWORD)
                .user(SecureBackbone.OAUTH_USER, SecureBackbone.OAUTH_SECRET)
                .user("scorer", SecureBackbone.REGISTRY_PASSWORD)
                .secret("the registry's token", SecureBackbone.REGISTRY_TOKEN)
                .secret("the truststore's password", SecureBackbone.TRUST_PASSWORD)
                .secret("the keystore's password", SecureBackbone.KEYS_PASSWORD)
                .key("the key", backbone.certificates().keyText("client"));
        UNUSED.forEach(leaks::secret);
        String token = backbone.tokens().lastToken();
        // The first part says only how it is signed; the last is what makes it valid.
        return token == null ? leaks : leaks.secret("the token", token.substring(token.lastIndexOf('.') + 1));
    }

    private static Map<String, String> loggingAll() {
        return Map.of(
                "SCORER_LOG_LEVEL",
                "DEBUG",
                "SCORER_LOG_CONFIG",
                Path.of("src/test/resources/all-loggers.xml").toAbsolutePath().toString());
    }
}
