package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.cli.CommandsInProcess;
import io.streamscorer.sandbox.audit.AuditReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
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
    }

    @Test
    void shouldScoreEveryEventOverTls() throws Exception {
        // given
        SecuredFeed feed = new SecuredFeed(backbone, "over-tls");
        feed.send(EVENTS);
        Path settings = feed.file(
                "over-tls",
                feed.settings(access.tls(), access.basicRegistry(SecureBackbone.REGISTRY_PASSWORD)));
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

    private enum Mistake {
        WRONG_PASSWORD(
                (test, good) -> Setups.with(good, "sasl.jaas.config", "x"), "x");

        private final Change make;
        private final String[] words;

        Mistake(Change make, String... words) {
            this.make = make;
            this.words = words;
        }
    }
}
