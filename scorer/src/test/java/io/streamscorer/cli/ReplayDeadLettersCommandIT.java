package io.streamscorer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.replay.Letters;
import io.streamscorer.topology.DeadLetterHeaders;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code scorer replay-dead-letters}: what it puts back, and what it says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayDeadLettersCommandIT {
    private static final FailureCategory A = FailureCategory.MISSING_FEATURE;
    private static final FailureCategory B = FailureCategory.UNKNOWN_SCHEMA;

    private ReplayBench bench;

    @BeforeAll
    void start(@TempDir Path folder) {
        bench = new ReplayBench(folder);
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    @Test
    void shouldPutBackEventsAsTheyCame() throws Exception {
        // given: two partitions, three transactions each
        bench.createTopics("whole", 2);
        for (int i = 0; i < 24; i++) {
            bench.bury("whole", i % 5 == 0 ? A : B, i % 2, i);
        }

        // when
        CommandRun run = bench.replay("whole", Map.of("max.poll.records", "5"));

        // then
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("Put dead letters of 'whole-dead' back to 'whole' in .* s \\(.*/s\\):"))
                .contains(
                        "  put back                           24",
                        "    missing-feature                   5  events of " + Instant.ofEpochMilli(ReplayBench.TIME)
                                + " to " + Instant.ofEpochMilli(ReplayBench.TIME + 20),
                        "  put back before                     0",
                        "  cannot be put back                  0");
        List<ConsumerRecord<byte[], byte[]>> records = bench.records("whole");
        assertThat(records).hasSize(24);
        for (int i = 0; i < 24; i++) {
            ConsumerRecord<byte[], byte[]> record = records.get(i);
            int number = i < 12 ? 2 * i : 2 * (i - 12) + 1;
            ProducerRecord<byte[], byte[]> letter = ReplayBench.letter("whole", A, 0, number);
            assertThat(record.partition()).isEqualTo(number % 2);
            assertThat(record.key()).isEqualTo(letter.key());
            assertThat(record.value()).isEqualTo(letter.value());
            assertThat(record.timestamp()).isEqualTo(ReplayBench.TIME + number);
            assertThat(record.headers())
                    .isEqualTo(new RecordHeaders()
                            .add("a", letter.value())
                            .add("b", null)
                            .add("a", letter.value()));
        }
    }

    @Test
    void shouldPutBackEachOnceHoweverOftenAndWithWhateverOptionsItIsRun() throws Exception {
        // given
        bench.createTopics("often", 1);
        for (int i = 0; i < 20; i++) {
            bench.bury("often", i % 2 == 0 ? A : B, 0, i);
        }
        String[][] runs = {
            {"--category", "missing-feature", "--limit", "3"},
            {"--category", "missing-feature"},
            {
                "--since",
                Instant.ofEpochMilli(ReplayBench.TIME + 5).toString(),
                "--until",
                Instant.ofEpochMilli(ReplayBench.TIME + 12).toString()
            },
            {"--category", "missing-feature,unknown-schema", "--category", "bad-framing", "--limit", "4"},
            {},
            {}
        };
        List<List<Integer>> expected = List.of(
                List.of(0, 2, 4),
                List.of(6, 8, 10, 12, 14, 16, 18),
                List.of(5, 7, 9, 11),
                List.of(1, 3, 13, 15),
                List.of(17, 19),
                List.of());
        int before = 0;
        for (int i = 0; i < runs.length; i++) {
            // when
            CommandRun run = bench.replay("often", runs[i]);

            // then
            assertThat(run.status()).as(run.out() + run.err()).isZero();
            List<Integer> numbers = bench.numbers("often");
            assertThat(numbers.subList(before, numbers.size())).isEqualTo(expected.get(i));
            assertThat(run.out().contains("The limit is reached: there may be more."))
                    .isEqualTo(i == 0 || i == 3);
            before = numbers.size();
        }
    }

    @Test
    void shouldOnlyCountInADryRun() throws Exception {
        // given
        bench.createTopics("dry", 2);
        for (int i = 0; i < 10; i++) {
            bench.bury("dry", i < 7 ? A : B, i % 2, i);
        }

        // when
        CommandRun run = bench.replay("dry", "--dry-run", "--limit", "6");

        // then
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "Nothing was sent. Without --dry-run, dead letters of 'dry-dead' would be put back to 'dry':",
                        "  dead letters                       10",
                        "  would be put back                   6",
                        "    unknown-schema                    1  events of "
                                + Instant.ofEpochMilli(ReplayBench.TIME + 8),
                        "    missing-feature                   5  events of " + Instant.ofEpochMilli(ReplayBench.TIME)
                                + " to " + Instant.ofEpochMilli(ReplayBench.TIME + 6),
                        "    partition 0                       5  events of " + Instant.ofEpochMilli(ReplayBench.TIME)
                                + " to " + Instant.ofEpochMilli(ReplayBench.TIME + 8),
                        "    partition 1                       1  events of "
                                + Instant.ofEpochMilli(ReplayBench.TIME + 1),
                        "  put back before                     0",
                        "  left out by options                 4",
                        "  cannot be put back                  0",
                        "The limit is reached: there may be more.");
        assertThat(bench.records("dry")).isEmpty();
        assertThat(bench.admin().listTopics().names().get()).doesNotContain("dry-dead-replayed");
        assertThat(bench.replay("dry").out()).contains("  put back                           10");
        assertThat(bench.replay("dry", "--dry-run").out().lines())
                .contains("  would be put back                   0", "  put back before                    10");
    }

    @Test
    void shouldSayWhatCannotBePutBackAndGoOn() throws Exception {
        // given
        bench.createTopics("mixed", 1);
        bench.send(new ProducerRecord<>("mixed-dead", 0, null, "who wrote this?".getBytes(UTF_8)));
        ProducerRecord<byte[], byte[]> cut = ReplayBench.letter("mixed", A, 0, 1);
        Letters.put(cut.headers(), DeadLetterHeaders.OMITTED_VALUE_BYTES, "2000000");
        bench.send(cut);
        ProducerRecord<byte[], byte[]> wide = ReplayBench.letter("mixed", A, 0, 2);
        Letters.put(wide.headers(), DeadLetterHeaders.PARTITION, "7");
        bench.send(wide);
        ProducerRecord<byte[], byte[]> others = ReplayBench.letter("mixed", A, 0, 3);
        Letters.put(others.headers(), DeadLetterHeaders.TOPIC, "other-events");
        bench.send(others);
        bench.bury("mixed", B, 0, 4);

        // when
        CommandRun all = bench.replay("mixed");
        CommandRun some = bench.replay("mixed", "--category", "unknown-schema");

        // then
        assertThat(all.status()).isEqualTo(3);
        assertThat(all.err().lines())
                .containsExactly(
                        "mixed-dead-0@0: cannot be put back: it has no header 'scorer.source.partition', which the scorer writes",
                        "mixed-dead-0@1: cannot be put back: it does not hold all of its event, which was too large"
                                + " (scorer.value.omitted.bytes); the event is mixed-0@1",
                        "mixed-dead-0@2: cannot be put back: topic 'mixed' has only 1 partitions, and the event was mixed-7@2");
        assertThat(all.out().lines())
                .contains(
                        "  dead letters                        5",
                        "  put back                            1",
                        "  of other topics                     1",
                        "  cannot be put back                  3");
        assertThat(some.status()).as(some.err()).isZero();
        assertThat(some.out()).contains("  left out by options                 3");
        assertThat(bench.numbers("mixed")).containsExactly(4);
    }

    @Test
    void shouldSeeNoLetterThatWasRolledBack() throws Exception {
        // given
        bench.createTopics("rolled", 1);
        try (KafkaProducer<byte[], byte[]> producer = bench.transactionalProducer("rolled")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(ReplayBench.letter("rolled", A, 0, 1)).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(ReplayBench.letter("rolled", A, 0, 2)).get();
            producer.commitTransaction();
        }

        // when
        CommandRun run = bench.replay("rolled");

        // then
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(bench.numbers("rolled")).containsExactly(2);
    }

    @Test
    void shouldPutBackTheLettersOfATopicThatWasMadeAgain() throws Exception {
        // given
        bench.createTopics("again", 1);
        bench.bury("again", A, 0, 1);
        bench.replay("again");
        bench.admin().deleteTopics(List.of("again-dead")).all().get();
        bench.broker().createTopic("again-dead", 1, Map.of());
        bench.bury("again", A, 0, 2);

        // when
        CommandRun run = bench.replay("again");

        // then
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(bench.numbers("again")).containsExactly(1, 2);
    }

    @Test
    void shouldKeepItsRecordForEver() throws Exception {
        // given
        bench.createTopics("kept", 1);
        bench.bury("kept", A, 0, 1);

        // when
        CommandRun run = bench.replay("kept", Map.of("topic.cleanup.policy", "delete", "topic.retention.ms", "1000"));

        // then
        ConfigResource ledger = new ConfigResource(ConfigResource.Type.TOPIC, "kept-dead-replayed");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(bench.admin().describeConfigs(List.of(ledger)).all().get().values())
                .singleElement()
                .extracting(settings -> Objects.requireNonNull(settings.get(TopicConfig.CLEANUP_POLICY_CONFIG))
                        .value())
                .isEqualTo("compact");
    }

    @Test
    void shouldHaveNothingToDoWhereThereAreNoLetters() throws Exception {
        // given
        bench.createTopics("empty", 1);

        // when
        CommandRun run = bench.replay("empty");

        // then
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("  dead letters                        0");
    }

    @Test
    void shouldWarnOfAnInputTopicThatChangesOrDropsWhatIsPutBack() throws Exception {
        // given
        bench.broker()
                .createTopic(
                        "odd",
                        1,
                        Map.of(
                                "cleanup.policy",
                                "compact,delete",
                                "retention.ms",
                                "60000",
                                "message.timestamp.type",
                                "LogAppendTime"));
        bench.broker().createTopic("odd-dead", 1, Map.of());
        bench.bury("odd", A, 0, 1);

        // when
        CommandRun run = bench.replay("odd", "--dry-run");

        // then
        assertThat(run.out().lines().filter(line -> line.startsWith("NOTE  ")))
                .satisfiesExactly(
                        note -> assertThat(note).contains("message.timestamp.type=LogAppendTime"),
                        note -> assertThat(note).contains("is compacted"),
                        note -> assertThat(note)
                                .contains("older than the input topic keeps them (retention.ms=60000)"));
    }

    @Test
    void shouldTakeTheLettersInTheOrderOfOffsetsUpToTheLimit() throws Exception {
        // given
        bench.createTopics("limited", 3);
        for (int i = 0; i < 30; i++) {
            bench.bury("limited", A, i % 3, i);
        }

        // when
        bench.replay("limited", Map.of("max.poll.records", "4"), "--limit", "15");

        // then
        assertThat(bench.numbers("limited"))
                .isEqualTo(IntStream.concat(
                                IntStream.range(0, 10).map(i -> 3 * i),
                                IntStream.range(0, 5).map(i -> 3 * i + 1))
                        .boxed()
                        .toList());
    }
}
