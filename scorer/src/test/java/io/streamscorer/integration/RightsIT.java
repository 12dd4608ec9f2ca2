package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.cli.CommandsInProcess;
import io.streamscorer.integration.RightsDocument.Right;
import io.streamscorer.sandbox.audit.AuditReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rights that {@code docs/security.md} lists are those that a scorer needs: with them it scores, without any one it says which. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SecureBackbone.Shared.class)
class RightsIT {
    private static final int EVENTS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PASSWORD = "zeta-rights-1448";

    private final SecureBackbone backbone;
    private final Access access;

    RightsIT(SecureBackbone backbone) {
        this.backbone = backbone;
        this.access = new Access(backbone);
    }

    static List<Right> required() {
        return RightsDocument.required();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exactly_once_v2", "at_least_once"})
    void shouldScoreEveryEventWithTheListedRightsAlone(String guarantee) throws Exception {
        // given
        User user = new User("listed-" + guarantee, Map.of("processing.guarantee", guarantee));
        backbone.grant(user.bindings(RightsDocument.required().stream()
                .filter(right -> guarantee.equals("exactly_once_v2") || !right.forTransactions())
                .toList()));
        user.feed.send(EVENTS);

        // when
        CommandsInProcess.Finished check = CommandsInProcess.check(user.file);
        try (CommandsInProcess.Running scorer = CommandsInProcess.start(user.file)) {
            user.feed.awaitAnswers();
            assertThat(scorer.ended()).isFalse();
        }

        // then
        assertThat(check.exitStatus()).as(check.output()).isZero();
        assertThat(check.output()).contains("All fits together", "the largest record that topic");
        user.assertEachEventAnsweredOnce();
    }

    @Test
    void shouldCreateItsTopicsWithTheOptionalRights() throws Exception {
        // given
        User user = new User("creating", Map.of("output.topic", "created-out", "dead.letter.topic", "created-dead"));
        backbone.grant(user.bindings(RightsDocument.required()));
        backbone.grant(user.bindings(RightsDocument.optional()));
        user.feed.send(EVENTS);

        // when
        CommandsInProcess.Finished check = CommandsInProcess.check(user.file);
        try (CommandsInProcess.Running scorer = CommandsInProcess.start(user.file)) {
            Await.until(
                    "the topics are there",
                    LIMIT,
                    () -> backbone.admin()
                            .listTopics()
                            .names()
                            .get()
                            .containsAll(List.of("created-out", "created-dead")));
            Answers.await(backbone, List.of("created-out", "created-dead"), EVENTS, LIMIT);
            assertThat(scorer.ended()).isFalse();
        }

        // then
        assertThat(check.exitStatus()).as(check.output()).isZero();
        assertThat(check.output()).doesNotContain("the largest record that topic");
    }

    @ParameterizedTest
    @MethodSource("required")
    void shouldNameTheMissingRightAndLoseNothing(Right missing) throws Exception {
        // given
        User user = new User("without-" + RightsDocument.required().indexOf(missing), Map.of());
        List<AclBinding> all = user.bindings(RightsDocument.required());
        List<AclBinding> one = user.bindings(List.of(missing));
        backbone.grant(all);
        user.feed.send(EVENTS);
        CommandsInProcess.Finished died;
        try (CommandsInProcess.Running scorer = CommandsInProcess.start(user.file)) {
            user.feed.awaitAnswers();

            // when: it is taken away while it scores
            backbone.revoke(one);
            user.feed.send(EVENTS);
            died = scorer.await(LIMIT);
        }

        // then
        assertThat(died.exitStatus()).isEqualTo(1);
        user.assertNamed(missing, died.output());

        // when: it starts without it
        CommandsInProcess.Finished check = CommandsInProcess.check(user.file);
        CommandsInProcess.Finished refused;
        try (CommandsInProcess.Running scorer = CommandsInProcess.start(user.file)) {
            refused = scorer.await(LIMIT);
        }

        // then
        assertThat(check.exitStatus()).isEqualTo(1);
        user.assertNamed(missing, check.output());
        assertThat(check.output()).endsWith("1 problem: 'scorer run' with these settings would not start.");
        assertThat(refused.exitStatus()).isEqualTo(1);
        user.assertNamed(missing, refused.output());

        // when: it is granted again
        backbone.grant(one);
        try (CommandsInProcess.Running scorer = CommandsInProcess.start(user.file)) {
            user.feed.awaitAnswers();
            assertThat(scorer.ended()).isFalse();
        }

        // then
        user.assertEachEventAnsweredOnce();
    }

    @Test
    void shouldNameEveryRightOfAUserWhoHasNone() throws Exception {
        // given
        User user = new User("without-all", Map.of());

        // when
        CommandsInProcess.Finished check = CommandsInProcess.check(user.file);

        // then
        assertThat(check.exitStatus()).isEqualTo(1);
        for (Right right : RightsDocument.required()) {
            user.assertNamed(right, check.output());
        }
        assertThat(check.output()).contains(RightsDocument.required().size() + " problems");
    }

    @Test
    void shouldAskForNothingThatStays() throws Exception {
        // given
        User user = new User("asking", Map.of());
        backbone.grant(user.bindings(RightsDocument.required()));

        // when
        CommandsInProcess.Finished check = CommandsInProcess.check(user.file);

        // then
        assertThat(check.exitStatus()).as(check.output()).isZero();
        assertThat(backbone.admin().listTransactions().all().get())
                .noneMatch(transaction -> transaction.transactionalId().startsWith("scorer-" + user.feed.input()));
    }

    @Test
    void shouldGrantWithTheDocumentsCommandsWhatItsListSays() {
        // given
        Map<String, String> settings = Map.of(
                "input.topic",
                "card-transactions",
                "output.topic",
                "card-fraud-predictions",
                "dead.letter.topic",
                "card-fraud-dead-letters",
                "application.id",
                "card-fraud");

        // when
        List<AclBinding> granted = RightsDocument.commands("card-scorer");

        // then
        assertThat(granted)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(RightsDocument.required().stream(), RightsDocument.optional().stream())
                                .map(right -> right.grantedTo("card-scorer", settings))
                                .toList());
    }

    /** A user with a password, topics and settings. */
    private final class User {
        private final String name;
        private final SecuredFeed feed;
        private final Map<String, String> settings;
        private final Path file;

        User(String name, Map<String, String> more) {
            this.name = name;
            backbone.addScramUser(name, PASSWORD);
            feed = new SecuredFeed(backbone, "rights-" + name);
            settings = feed.settings(
                    access.scram(name, PASSWORD),
                    // A transaction that can no longer be ended hides what comes after it for so long.
                    Map.of("retry.timeout.ms", "0", "producer.transaction.timeout.ms", "1500"),
                    // Who may not use the group cannot leave it either.
                    Map.of("consumer.session.timeout.ms", "6000"),
                    more);
            file = feed.file(name, settings);
        }

        List<AclBinding> bindings(List<Right> rights) {
            return new ArrayList<>(rights.stream()
                    .map(right -> right.grantedTo(name, settings))
                    .toList());
        }

        void assertNamed(Right right, String output) {
            String what = right.operation() == AclOperation.READ ? "Grant Read on " : "Grant Write on ";
            assertThat(output)
                    .contains(right.setting() + ": no right to ", what)
                    .contains(
                            right.resource() == ResourceType.TOPIC
                                    ? "topic '" + settings.get(right.setting()) + "'"
                                    : settings.get(right.setting()))
                    .doesNotContain("\tat ", PASSWORD);
        }

        void assertEachEventAnsweredOnce() {
            AuditReport audit = feed.audit();
            assertThat(audit.clean()).as(audit.text()).isTrue();
            assertThat(audit.events()).isEqualTo(feed.sent());
            assertThat(audit.deadLetters()).isEqualTo(feed.broken());
        }
    }
}
