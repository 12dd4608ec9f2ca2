package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.sandbox.audit.AuditReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops one of two instances under load, with the product's default settings, and measures how long each partition waits. */
class RollingRestartIT {
    private static final int PARTITIONS = 4;
    private static final int EVENTS_PER_SECOND = 2_000;
    private static final Duration LONGEST_GAP = Duration.ofSeconds(5);

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
    void shouldPauseNoPartitionForLongWhenAnInstanceStops() throws Exception {
        // given
        String input = "rolling";
        Setups.createTopics(backbone, input, PARTITIONS);
        AuditReport audit;
        PauseWatch pauses;
        try (ExaminationFeed feed = ExaminationFeed.start(backbone, input, PARTITIONS, EVENTS_PER_SECOND);
                ScorerInstance first = ScorerInstance.start(folder, "first", Setups.good(backbone, input))
                        .awaitReady();
                ScorerInstance second = ScorerInstance.start(folder, "second", Setups.good(backbone, input))
                        .awaitReady()) {
            Await.until(
                    "both have partitions",
                    Duration.ofSeconds(60),
                    () -> partitions(first) == 2 && partitions(second) == 2);

            // when
            pauses = new PauseWatch(backbone, input + "-out");
            pauses.watch(Duration.ofSeconds(5));
            pauses.forget();
            CompletableFuture<OptionalInt> stopping = CompletableFuture.supplyAsync(() -> terminate(first));
            pauses.watch(Duration.ofSeconds(15));
            assertThat(stopping.get()).as(first.log()).hasValue(0);
            pauses.close();
            feed.finish();
            long events = feed.sent();
            Await.until(
                    "all is answered",
                    Duration.ofSeconds(60),
                    () -> Setups.audit(backbone, input).predictions() >= events);
            audit = Setups.audit(backbone, input);
        }

        // then
        System.out.println(
                "Longest gap of each partition when one of two instances stops: " + pauses.longest() + " ms");
        assertThat(audit.clean()).as(audit.text()).isTrue();
        assertThat(pauses.longest()).hasSize(PARTITIONS);
        assertThat(pauses.longest().values()).allSatisfy(gap -> assertThat(gap).isLessThan(LONGEST_GAP.toMillis()));
    }

    private static OptionalInt terminate(ScorerInstance instance) {
        try {
            return instance.terminate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    private static int partitions(ScorerInstance instance) {
        String body = instance.body("/health/ready").replaceAll("\\s", "");
        int at = body.indexOf("\"partitions\":\"");
        return at < 0 ? 0 : Character.digit(body.charAt(at + "\"partitions\":\"".length()), 10);
    }
}
