package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.sandbox.audit.AuditReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
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
        GapWatch gaps;
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
            gaps = new GapWatch(input + "-out");
            gaps.watch(Duration.ofSeconds(5));
            gaps.forget();
            CompletableFuture<OptionalInt> stopping = CompletableFuture.supplyAsync(() -> terminate(first));
            gaps.watch(Duration.ofSeconds(15));
            assertThat(stopping.get()).as(first.log()).hasValue(0);
            gaps.close();
            feed.finish();
            long events = feed.sent();
            Await.until(
                    "all is answered",
                    Duration.ofSeconds(60),
                    () -> Setups.audit(backbone, input).predictions() >= events);
            audit = Setups.audit(backbone, input);
        }

        // then
        System.out.println("Longest gap of each partition when one of two instances stops: " + gaps.longest() + " ms");
        assertThat(audit.clean()).as(audit.text()).isTrue();
        assertThat(gaps.longest()).hasSize(PARTITIONS);
        assertThat(gaps.longest().values()).allSatisfy(gap -> assertThat(gap).isLessThan(LONGEST_GAP.toMillis()));
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

    /** The longest time between two committed predictions on each partition, as a reader sees them come. */
    private static final class GapWatch implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer = Answers.consumer(backbone);
        private final Map<Integer, Long> last = new TreeMap<>();
        private final Map<Integer, Long> longest = new TreeMap<>();

        GapWatch(String topic) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
        }

        void watch(Duration time) {
            long start = System.nanoTime();
            while (System.nanoTime() - start < time.toNanos()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
                    long now = System.nanoTime();
                    Long before = last.put(record.partition(), now);
                    if (before != null) {
                        note(record.partition(), before, now);
                    }
                }
            }
            // A partition that still waits counts too.
            long end = System.nanoTime();
            last.forEach((partition, before) -> note(partition, before, end));
        }

        private void note(int partition, long before, long now) {
            longest.merge(partition, TimeUnit.NANOSECONDS.toMillis(now - before), Math::max);
        }

        void forget() {
            longest.clear();
        }

        Map<Integer, Long> longest() {
            return longest;
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
