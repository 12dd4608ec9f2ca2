package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.sandbox.audit.AuditReport;
import io.streamscorer.sandbox.process.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the process in mid-stream, three times, and counts the answers from the topics, as a {@code read_committed} reader sees them. A
 * processor that buffers is put through the same and must be seen to lose events: the test can fail.
 */
class CrashIT {
    /** So that what a killed member left behind is cleared in seconds. */
    static final Map<String, String> CRASH_SETTINGS = Map.of(
            "main.consumer.session.timeout.ms", "6000",
            "main.consumer.heartbeat.interval.ms", "1500",
            "producer.transaction.timeout.ms", "3000",
            "commit.interval.ms", "100");

    private static final int PARTITIONS = 4;
    private static final int EVENTS_PER_SECOND = 4_000;
    private static final int KILLS = 3;
    private static final long EVENTS_BETWEEN_KILLS = 8_000;

    private static Backbone backbone;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        backbone = EmbeddedBackbone.start();
    }

    @AfterAll
    static void stop() {
        backbone.close();
    }

    @Test
    void shouldAnswerEveryEventOnceAndInOrderThoughKilledThreeTimes() {
        // given
        String input = "crash";
        Setups.createTopics(backbone, input, PARTITIONS);

        // when
        AuditReport audit =
                killRepeatedly(input, round -> ScorerInstance.start(folder, input + round, settings(input, round)));

        // then
        System.out.println("Killed " + KILLS + " times:\n" + audit.text());
        assertThat(audit.clean()).as(audit.text()).isTrue();
        assertThat(audit.events()).isGreaterThan(KILLS * EVENTS_BETWEEN_KILLS);
        assertThat(audit.predictions()).isEqualTo(audit.events());
    }

    @Test
    void shouldMissNoEventUnderAtLeastOnceThoughKilledThreeTimes() {
        // given
        String input = "crash-at-least-once";
        Setups.createTopics(backbone, input, PARTITIONS);

        // when
        AuditReport audit = killRepeatedly(
                input,
                round -> ScorerInstance.start(
                        folder,
                        input + round,
                        Setups.with(settings(input, round), "processing.guarantee", "at_least_once")));

        // then
        System.out.println("At least once, killed " + KILLS + " times:\n" + audit.text());
        assertThat(audit.missing()).as(audit.text()).isZero();
        assertThat(audit.misplaced()).as(audit.text()).isZero();
        assertThat(audit.predictions()).isGreaterThanOrEqualTo(audit.events());
    }

    @Test
    void shouldSeeAProcessorThatBuffersLoseEvents() {
        // given
        String input = "crash-buffering";
        Setups.createTopics(backbone, input, PARTITIONS);

        // when
        AuditReport audit = killRepeatedly(input, round -> buffering(input, round));

        // then
        System.out.println("A processor that buffers, killed " + KILLS + " times:\n" + audit.text());
        assertThat(audit.missing()).as(audit.text()).isPositive();
    }

    private AuditReport killRepeatedly(String input, IntFunction<AutoCloseable> startProcess) {
        try (ExaminationFeed feed = ExaminationFeed.start(backbone, input, PARTITIONS, EVENTS_PER_SECOND)) {
            for (int round = 0; round < KILLS; round++) {
                AutoCloseable victim = startProcess.apply(round);
                long before = answered(input);
                Await.until(
                        "it answers " + EVENTS_BETWEEN_KILLS + " more events",
                        Duration.ofSeconds(90),
                        () -> answered(input) >= before + EVENTS_BETWEEN_KILLS);
                close(victim);
            }
            feed.finish();
            AutoCloseable last = startProcess.apply(KILLS);
            try {
                return Settling.await(backbone, input);
            } finally {
                close(last);
            }
        }
    }

    private static long answered(String input) {
        return Answers.endOffsets(backbone, input + "-out");
    }

    private AutoCloseable buffering(String input, int round) {
        return ChildProcess.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BufferingScorer.class.getName(),
                        backbone.bootstrapServers(),
                        "scorer-" + input,
                        input,
                        input + "-out",
                        folder.resolve(input + round).toString()),
                Map.of(),
                folder,
                folder.resolve(input + round + ".log"));
    }

    private static void close(AutoCloseable process) {
        try {
            process.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> settings(String input, int round) {
        Map<String, String> settings =
                Setups.with(Setups.good(backbone, input), "num.stream.threads", round % 2 == 0 ? "2" : "1");
        settings.putAll(CRASH_SETTINGS);
        return settings;
    }
}
