package io.streamscorer.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.replay.CommittedRecords;
import io.streamscorer.replay.Letters;
import io.streamscorer.sandbox.process.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code scorer replay-dead-letters} as a process beside others: killed, overtaken, stalled, stopped, and while the scorer runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayDeadLettersIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;
    private static final int LETTERS = 12_000;
    /** Small transactions, so that a replay lasts long enough to be met in the midst of one. */
    private static final Map<String, String> SLOW = Map.of("max.poll.records", "10", "linger.ms", "0");

    /** Kept, so that the output of each run can be read. */
    private final Path folder = Path.of("target/replay-dead-letters").toAbsolutePath();

    private EmbeddedBackbone backbone;

    @BeforeAll
    void start() throws Exception {
        Files.createDirectories(folder);
        backbone = EmbeddedBackbone.start();
    }

    @AfterAll
    void stop() {
        backbone.close();
    }

    @Test
    void shouldPutBackEachEventOnceAndInOrderThoughKilledThreeTimes() throws Exception {
        // given
        String input = "killed";
        Map<String, String> settings = bury(input);

        // when
        for (int kill = 1; kill <= 3; kill++) {
            try (ChildProcess replay = replay(input + kill, settings)) {
                awaitPutBack(input, kill * LETTERS / 5, replay);
            }
        }
        int before = putBack(input).size();
        try (ChildProcess last = replay(input + "-last", settings)) {
            assertThat(last.await(LIMIT)).isTrue();
            assertThat(last.exitStatus()).as(last.logTail(30)).hasValue(0);
        }

        // then
        assertThat(before).isBetween(LETTERS / 2, LETTERS - 1);
        assertEachOnceAndInOrder(input);
    }

    @Test
    void shouldEndAReplayThatAnotherHasOvertaken() throws Exception {
        // given
        String input = "overtaken";
        Map<String, String> settings = bury(input);
        try (ChildProcess first = replay("overtaken-first", settings)) {
            awaitPutBack(input, LETTERS / 5, first);
            first.suspend();

            // when
            try (ChildProcess second = replay("overtaken-second", settings)) {
                assertThat(second.await(LIMIT)).isTrue();
                assertThat(second.exitStatus()).as(second.logTail(30)).hasValue(0);
            }
            first.resume();

            // then
            assertThat(first.await(LIMIT)).isTrue();
            assertThat(first.exitStatus()).as(first.logTail(30)).hasValue(1);
            assertThat(first.logTail(1))
                    .startsWith(
                            "scorer: This replay was ended by the brokers: another one of the same dead letters has begun");
            assertThat(first.logTail(30)).doesNotContain("\tat ");
        }
        assertEachOnceAndInOrder(input);
    }

    @Test
    void shouldEndAReplayThatAnotherOvertakesAtWork() throws Exception {
        // given: transactions so small that most of the time one is open
        String input = "raced";
        Map<String, String> settings = bury(input);
        Map<String, String> slower = Setups.with(settings, "max.poll.records", "2");
        ChildProcess running = replay("raced-0", slower);
        try {
            for (int race = 1; race <= 3; race++) {
                awaitPutBack(input, race * LETTERS / 20, running);

                // when
                ChildProcess next = replay("raced-" + race, race < 3 ? slower : settings);
                ChildProcess overtaken = running;
                running = next;

                // then
                assertThat(overtaken.await(LIMIT)).as(overtaken.logTail(30)).isTrue();
                assertThat(overtaken.logTail(30))
                        .startsWith(
                                "scorer: This replay was ended by the brokers: another one of the same dead letters")
                        .doesNotContain("\tat ");
                assertThat(overtaken.exitStatus()).hasValue(1);
            }
            assertDone(running);
        } finally {
            running.close();
        }
        assertEachOnceAndInOrder(input);
    }

    @Test
    void shouldGoOnByItselfWhenTheBrokersHaveEndedItsTransaction() throws Exception {
        // given
        String input = "stalled";
        Map<String, String> settings = Setups.with(bury(input), "producer.transaction.timeout.ms", "2000");
        try (ChildProcess replay = replay(input, settings);
                Admin admin = Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers()))) {
            for (int stall = 1; stall <= 3; stall++) {
                awaitPutBack(input, stall * LETTERS / 5, replay);

                // when
                stallUntilItsTransactionIsAborted(admin, input + "-dead-replayed", replay);
                replay.resume();
            }

            // then
            assertDone(replay);
            assertThat(replay.logTail(30))
                    .containsPattern("  dead letters +12,000\n  put back +12,000\n")
                    .containsPattern("  put back before +0\n")
                    .contains("A transaction did not go through (the brokers had ended it, as they do after"
                            + " transaction.timeout.ms). Going on from what is recorded as put back");
        }
        assertEachOnceAndInOrder(input);
    }

    private static void assertDone(ChildProcess replay) throws InterruptedException {
        assertThat(replay.await(LIMIT)).as(replay.logTail(30)).isTrue();
        assertThat(replay.exitStatus()).as(replay.logTail(30)).hasValue(0);
    }

    /** Suspends the process until it happens to be in a transaction that then outlives its time. */
    private static void stallUntilItsTransactionIsAborted(Admin admin, String transactionalId, ChildProcess replay) {
        Await.until("its transaction is aborted", LIMIT, () -> {
            replay.suspend();
            Await.until("its transaction is over", LIMIT, () -> switch (state(admin, transactionalId)) {
                case COMPLETE_ABORT, COMPLETE_COMMIT, EMPTY -> true;
                case ONGOING, PREPARE_ABORT, PREPARE_COMMIT, PREPARE_EPOCH_FENCE, UNKNOWN -> false;
            });
            if (state(admin, transactionalId) == TransactionState.COMPLETE_ABORT) {
                return true;
            }
            replay.resume();
            return false;
        });
    }

    private static TransactionState state(Admin admin, String transactionalId) throws Exception {
        return admin.describeTransactions(List.of(transactionalId))
                .description(transactionalId)
                .get()
                .state();
    }

    @Test
    void shouldFinishItsTransactionAndSayHowFarItIsWhenItIsStopped() throws Exception {
        // given
        String input = "stopped";
        Map<String, String> settings = bury(input);
        try (ChildProcess replay = replay("stopped-first", settings)) {
            awaitPutBack(input, LETTERS / 5, replay);

            // when
            int status = replay.terminate(LIMIT).orElseThrow();

            // then
            int putBack = putBack(input).size();
            assertThat(status).isEqualTo(143);
            assertThat(putBack).isLessThan(LETTERS);
            assertThat(replay.logTail(30))
                    .containsPattern("  put back +" + String.format(Locale.ROOT, "%,d", putBack))
                    .endsWith("Stopped before the end: run it again to go on.");
        }
        try (ChildProcess replay = replay("stopped-second", settings)) {
            assertDone(replay);
        }
        assertEachOnceAndInOrder(input);
    }

    @Test
    void shouldEndThoughEveryEventFailsAgainMeanwhile() throws Exception {
        // given: tombstones, which are dead letters whatever the model is
        String input = "hopeless";
        int events = 2_000;
        Setups.createTopics(backbone, input, PARTITIONS);
        Events.register(backbone, input + "-value", Examinations.schema());
        Map<String, String> settings = Setups.with(Setups.good(backbone, input), "max.poll.records", "50");
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            for (int i = 0; i < events; i++) {
                Events.send(producer, new ProducerRecord<>(input, i % PARTITIONS, null, null));
            }
        }
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, "hopeless", settings).awaitReady()) {
            Answers.await(backbone, List.of(input + "-dead"), events, LIMIT);

            // when
            for (int round = 1; round <= 2; round++) {
                try (ChildProcess replay = replay("hopeless-" + round, settings)) {
                    assertThat(replay.await(LIMIT)).as(replay.logTail(5)).isTrue();

                    // then
                    assertThat(replay.exitStatus()).as(replay.logTail(30)).hasValue(0);
                    assertThat(replay.logTail(30)).containsPattern("  put back +2,000\n");
                    Answers.await(backbone, List.of(input + "-dead"), (round + 1L) * events, LIMIT);
                    assertThat(Answers.await(backbone, List.of(input), (round + 1L) * events, LIMIT)
                                    .get(input))
                            .hasSize((round + 1) * events);
                }
            }
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
        }
    }

    @Test
    void shouldHaveThePutBackEventsScoredOnceWhatWasWrongIsMended() throws Exception {
        // given: a producer has renamed a field
        String input = "mended";
        int events = 60;
        Setups.createTopics(backbone, input, PARTITIONS);
        Schema schema = Examinations.schema();
        Schema renamed = Examinations.renamed(schema, "mean_radius", "radius");
        int id = Events.register(backbone, input + "-value", renamed);
        Path file = folder.resolve("examination.avsc");
        Files.writeString(file, schema.toString());
        Map<String, String> settings = Setups.with(Setups.good(backbone, input), "input.schema", file.toString());
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            for (int i = 0; i < events; i++) {
                Examinations.Row row = renamed(Examinations.rows().get(i));
                Events.send(
                        producer,
                        new ProducerRecord<>(
                                input,
                                i % PARTITIONS,
                                null,
                                Events.framed(id, Examinations.event(renamed, "e" + i, row))));
            }
        }
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, "mended-before", settings).awaitReady()) {
            Answers.await(backbone, List.of(input + "-dead"), events, LIMIT);
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
        }

        // when
        schema.getField("mean_radius").addAlias("radius");
        Files.writeString(file, schema.toString());
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, "mended-after", settings).awaitReady()) {
            try (ChildProcess replay = ScorerInstance.command(
                    folder, "mended", List.of("replay-dead-letters", "--category", "schema-mismatch"), settings)) {
                assertDone(replay);
            }

            // then
            assertThat(Answers.await(backbone, List.of(input + "-out"), events, LIMIT)
                            .get(input + "-out"))
                    .hasSize(events);
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
        }
        assertThat(Answers.await(backbone, List.of(input + "-dead"), events, LIMIT)
                        .get(input + "-dead"))
                .hasSize(events);
    }

    private static Examinations.Row renamed(Examinations.Row row) {
        List<String> names = row.names().stream()
                .map(name -> name.equals("mean_radius") ? "radius" : name)
                .toList();
        return new Examinations.Row(names, row.features(), row.label(), row.malignant(), row.benign());
    }

    /** Makes the topics and as many dead letters as {@link #LETTERS}; each event's value is its number. */
    private Map<String, String> bury(String input) {
        Setups.createTopics(backbone, input, PARTITIONS);
        long now = System.currentTimeMillis();
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            for (int i = 0; i < LETTERS; i++) {
                Events.send(
                        producer,
                        Letters.toSend(
                                input + "-dead",
                                i % 2 == 0 ? FailureCategory.BAD_FRAMING : FailureCategory.UNKNOWN_SCHEMA,
                                input,
                                i % PARTITIONS,
                                i,
                                now,
                                null,
                                Integer.toString(i).getBytes(UTF_8),
                                new RecordHeaders()));
            }
        }
        Map<String, String> settings = new HashMap<>(Setups.good(backbone, input));
        settings.putAll(SLOW);
        return settings;
    }

    private ChildProcess replay(String name, Map<String, String> settings) {
        return ScorerInstance.command(folder, name, List.of("replay-dead-letters"), settings);
    }

    private void awaitPutBack(String input, int events, ChildProcess replay) {
        Await.until(events + " events are put back", LIMIT, () -> {
            assertThat(replay.isAlive()).as(replay.logTail(30)).isTrue();
            return Answers.endOffsets(backbone, input) >= events;
        });
    }

    /** The numbers of the events on the input topic as a committed reader sees them, by partition. */
    private List<Integer> putBack(String input) {
        try (KafkaConsumer<byte[], byte[]> consumer = Answers.consumer(backbone)) {
            return CommittedRecords.of(consumer, input).stream()
                    .map(record -> Integer.valueOf(new String(record.value(), UTF_8)))
                    .toList();
        }
    }

    private void assertEachOnceAndInOrder(String input) {
        List<Integer> expected = IntStream.range(0, PARTITIONS)
                .boxed()
                .flatMap(
                        partition -> IntStream.range(0, LETTERS / PARTITIONS).mapToObj(i -> i * PARTITIONS + partition))
                .toList();
        assertThat(putBack(input)).isEqualTo(expected);
    }
}
