package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.cli.CommandsInProcess;
import io.streamscorer.sandbox.audit.AuditReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a scorer comes to brokers and a registry that demand TLS, certificates, passwords or tokens, and what it says when they refuse. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SecureBackbone.Shared.class)
class SecureConnectionsIT {
    private static final int EVENTS = 300;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String WRONG = "zeta-wrong-6611";

    private final SecureBackbone backbone;
    private final Access access;
    private SecuredFeed refused;

    SecureConnectionsIT(SecureBackbone backbone) {
        this.backbone = backbone;
        this.access = new Access(backbone);
    }

    @BeforeAll
    void createTopics() {
        refused = new SecuredFeed(backbone, "refused-connections");
        Map<String, String> settings = refused.settings();
        for (String user : new String[] {SecureBackbone.SCRAM_USER, SecureBackbone.OAUTH_USER}) {
            backbone.grant(RightsDocument.required().stream()
                    .map(right -> right.grantedTo(user, settings))
                    .toList());
        }
    }

    @Test
    void shouldScoreEveryEventOverTls() throws Exception {
        // given
        SecuredFeed feed = new SecuredFeed(backbone, "over-tls");
        feed.send(EVENTS);
        Path settings = feed.file(
                "over-tls", feed.settings(access.tls(), access.basicRegistry(SecureBackbone.REGISTRY_PASSWORD)));
        int admitted = backbone.guard().admitted();

        // when
        CommandsInProcess.Finished check = CommandsInProcess.check(settings);
        try (CommandsInProcess.Running scorer = CommandsInProcess.start(settings)) {
            feed.awaitAnswers();
            assertThat(scorer.ended()).isFalse();
        }

        // then
        assertThat(check.exitStatus()).as(check.output()).isZero();
        AuditReport audit = feed.audit();
        assertThat(audit.clean()).as(audit.text()).isTrue();
        assertThat(audit.events()).isEqualTo(EVENTS);
        assertThat(audit.deadLetters()).isEqualTo(feed.broken());
        assertThat(backbone.guard().admitted()).isGreaterThan(admitted);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayPlainlyWhatWasRefused(Mistake mistake) throws Exception {
        // given
        Map<String, String> all = refused.settings(
                Map.of("retry.timeout.ms", "0"),
                access.scram(SecureBackbone.SCRAM_USER, SecureBackbone.SCRAM_PASSWORD),
                access.basicRegistry(SecureBackbone.REGISTRY_PASSWORD));
        Map<String, String> broken = mistake.make.of(this, all);
        Path settings = refused.file("refused", broken);

        // when
        CommandsInProcess.Finished check = CommandsInProcess.check(settings);
        CommandsInProcess.Finished run;
        try (CommandsInProcess.Running scorer = CommandsInProcess.start(settings)) {
            run = scorer.await(LIMIT);
        }

        // then
        assertThat(check.exitStatus()).as(check.output()).isEqualTo(1);
        assertThat(run.exitStatus()).as(run.output()).isEqualTo(1);
        assertThat(check.output().lines().filter(line -> line.startsWith("  PROBLEM")))
                .as(check.output())
                .anySatisfy(line -> assertThat(line).contains(mistake.words));
        for (String output : new String[] {check.output(), run.output()}) {
            assertThat(output).contains(mistake.words).doesNotContain("\tat ", "zeta-");
        }
        assertThat(run.output().lines().count()).as(run.output()).isLessThanOrEqualTo(3);
    }

    @FunctionalInterface
    private interface Change {
        /** The settings, good ones, with the mistake made. */
        Map<String, String> of(SecureConnectionsIT test, Map<String, String> good);
    }

    /** What people get wrong, and words of the line that says so. */
    @SuppressWarnings("ImmutableEnumChecker")
    private enum Mistake {
        WRONG_PASSWORD(
                (test, good) -> Setups.with(good, test.access.scram(SecureBackbone.SCRAM_USER, WRONG)),
                "bootstrap.servers: the brokers at 127.0.0.1:",
                "do not let this user in: ",
                "invalid credentials with SASL mechanism SCRAM-SHA-512",
                "Check sasl.mechanism and the credentials"),
        UNKNOWN_USER(
                (test, good) -> Setups.with(good, test.access.scram("nobody", WRONG)),
                "do not let this user in: ",
                "invalid credentials"),
        OTHER_MECHANISM(
                (test, good) -> Setups.with(good, "sasl.mechanism", "SCRAM-SHA-256"),
                "do not let this user in: ",
                "'SCRAM-SHA-256' not enabled in the server, enabled mechanisms are [SCRAM-SHA-512]"),
        NO_CREDENTIALS(
                (test, good) -> Setups.without(good, "sasl.jaas.config"),
                "bootstrap.servers: no client for 127.0.0.1:",
                "Expected sasl.jaas.config="),
        PASSWORD_WITH_A_QUOTATION_MARK(
                (test, good) -> Setups.with(good, test.access.scram("someone", "a\"" + WRONG)),
                "bootstrap.servers: no client for 127.0.0.1:",
                "Value not specified for key ...",
                "quotation mark"),
        UNTRUSTED_BROKER(
                (test, good) -> Setups.with(
                        good,
                        "ssl.truststore.location",
                        test.backbone.certificates().strangersTrust(WRONG).toString(),
                        "ssl.truststore.password",
                        WRONG),
                "bootstrap.servers: no TLS connection to the brokers at 127.0.0.1:",
                "signed by no authority of ssl.truststore.location"),
        NO_TRUSTSTORE(
                (test, good) -> Setups.without(
                        good, "ssl.truststore.location", "ssl.truststore.password", "ssl.truststore.type"),
                "signed by no authority of ssl.truststore.location"),
        ANOTHER_HOST(
                (test, good) -> Setups.with(
                        good, "bootstrap.servers", good.get("bootstrap.servers").replace("127.0.0.1", "localhost")),
                "bootstrap.servers: no TLS connection to the brokers at localhost:",
                "certificate is for other hosts"),
        TRUSTSTORE_NOT_THERE(
                (test, good) -> Setups.with(good, "ssl.truststore.location", "/no/such/trust.p12"),
                "bootstrap.servers: no client for 127.0.0.1:",
                "/no/such/trust.p12 of type PKCS12: there is no such file"),
        WRONG_TRUSTSTORE_PASSWORD(
                (test, good) -> Setups.with(good, "ssl.truststore.password", WRONG),
                "bootstrap.servers: no client for 127.0.0.1:",
                "password was incorrect"),
        EXPIRED_CERTIFICATE(
                (test, good) -> Setups.with(good, test.access.mutualTls("expired")),
                "bootstrap.servers: no TLS connection",
                "do not take the certificate that this user shows",
                "whether it has expired"),
        FOREIGN_CERTIFICATE(
                (test, good) -> Setups.with(good, test.access.mutualTls("foreign")),
                "do not take the certificate that this user shows"),
        NO_CERTIFICATE(
                (test, good) -> Setups.with(
                        good,
                        "security.protocol",
                        "SSL",
                        "bootstrap.servers",
                        test.backbone.bootstrapServers(SecureBackbone.MUTUAL)),
                "do not take the certificate that this user shows",
                "ssl.keystore.location"),
        WRONG_KEYSTORE_PASSWORD(
                (test, good) ->
                        Setups.with(good, Setups.with(test.access.mutualTls("client"), "ssl.keystore.password", WRONG)),
                "bootstrap.servers: no client for 127.0.0.1:",
                "client-keys",
                "password was incorrect"),
        BROKEN_KEY(
                (test, good) -> Setups.with(
                        Setups.without(
                                good, "ssl.truststore.location", "ssl.truststore.password", "ssl.truststore.type"),
                        Setups.with(test.access.mutualTlsAsText(), "ssl.keystore.key", WRONG)),
                "bootstrap.servers: no client for 127.0.0.1:",
                "PEM"),
        WRONG_CLIENT_SECRET(
                (test, good) -> Setups.with(good, test.access.oauth(WRONG)),
                "bootstrap.servers: no client for 127.0.0.1:",
                "401",
                "Check sasl.jaas.config and sasl.oauthbearer.*"),
        TOKEN_ENDPOINT_NOT_ALLOWED(
                (test, good) -> Setups.with(
                        good,
                        Setups.with(
                                test.access.oauth(WRONG),
                                "sasl.oauthbearer.token.endpoint.url",
                                "https://someone:" + WRONG + "@login.example.com/token")),
                "SCORER_OPTS=-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls="),
        WRONG_REGISTRY_PASSWORD(
                (test, good) -> Setups.with(good, test.access.basicRegistry(WRONG)),
                "the schema registry at https://127.0.0.1:",
                "401",
                "look at basic.auth.credentials.source"),
        WRONG_REGISTRY_TOKEN(
                (test, good) -> Setups.with(
                        Setups.without(good, "basic.auth.credentials.source", "basic.auth.user.info"),
                        test.access.bearerRegistry(WRONG)),
                "the schema registry at https://127.0.0.1:",
                "401",
                "bearer.auth.*"),
        NO_REGISTRY_CREDENTIALS(
                (test, good) -> Setups.without(good, "basic.auth.credentials.source", "basic.auth.user.info"),
                "the schema registry at https://127.0.0.1:",
                "401");

        private final Change make;
        private final String[] words;

        Mistake(Change make, String... words) {
            this.make = make;
            this.words = words;
        }
    }
}
