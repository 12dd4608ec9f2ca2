package io.streamscorer.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class RunPaceTest {
    private static final TopicPartition EVENTS = new TopicPartition("events", 0);
    private static final long LONGER = RunPace.LONG.toNanos() + 1;

    private final AtomicLong clock =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(10).toNanos());
    private final RunPace pace = new RunPace(clock::get);
    private final PartitionProgress progress = new PartitionProgress(0, pace);

    @Test
    void shouldBeginWithWholeRuns() {
        assertThat(pace.events()).isEqualTo(RunPace.MOST_EVENTS);
    }

    @Test
    void shouldGoOneByOneForAMinuteAfterARunTookLong() {
        // given: a clock that overflows meanwhile
        progress.answered(32, 31, LONGER);

        // when / then
        assertThat(pace.events()).isEqualTo(1);
        clock.addAndGet(RunPace.MEMORY.toNanos() - 1);
        assertThat(pace.events()).isEqualTo(1);
        clock.addAndGet(1);
        assertThat(pace.events()).isEqualTo(RunPace.MOST_EVENTS);
    }

    @Test
    void shouldStaySoWhileAsManySingleEventsTakeAsLong() {
        // given
        progress.answered(32, 31, LONGER);
        clock.addAndGet(RunPace.MEMORY.toNanos() - 1);

        // when
        for (int i = 0; i < 32; i++) {
            progress.answered(1, 32 + i, LONGER / 32 + 1);
        }

        // then
        clock.addAndGet(1);
        assertThat(pace.events()).isEqualTo(1);
    }

    @Test
    void shouldNotWaitForAsManySingleEventsWhereFewerTakeLonger() {
        // when: one event, as long as whole runs may take
        progress.answered(1, 0, LONGER);

        // then
        assertThat(pace.events()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoNoticeOfAsManyEventsThatAreQuick() {
        // when
        for (int i = 0; i < 100; i++) {
            progress.answered(1, i, RunPace.LONG.toNanos() / 32);
        }

        // then
        assertThat(pace.events()).isEqualTo(RunPace.MOST_EVENTS);
    }

    @Test
    void shouldRememberARunThatOutlastedItsTransaction() {
        // given: events that the model fails on, so slowly that the brokers have ended the transaction before the first
        // answer
        InputProgress input = new InputProgress();
        PollGrouping grouping = new PollGrouping("events", Doubler.BATCH, input);
        try (ThreadScorers scorers = new ThreadScorers(() -> Doubler.scorerOfPositives(RunPaceTest::pause))) {
            ScoringProcessor processor = new ScoringProcessor(
                    scorers,
                    new DeadLetterHeaders("doubler", "7"),
                    new AnswerLimits(TopicLimits.ofSize(1_000), TopicLimits.ofSize(1_000)),
                    category -> {},
                    input);
            processor.init(new EndedTransaction<>());
            grouping.group(poll(1, 1, 1, 1)).forEach(run -> processor.process(asPolled(run)));
            List<ConsumerRecord<byte[], byte[]>> failing =
                    grouping.group(poll(-1, -1, -1, -1)).records(EVENTS);
            assertThat(failing).as("a run of three, and the last").hasSize(2);

            // when
            assertThatThrownBy(() -> processor.process(asPolled(failing.get(0))))
                    .isInstanceOf(TaskMigratedException.class);

            // then
            assertThat(grouping.group(poll(-1, -1, -1, -1)).records(EVENTS)).hasSize(4);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RunPace.LONG.toMillis() / 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Record<byte[], EventRun> asPolled(ConsumerRecord<byte[], byte[]> run) {
        return new Record<>(
                run.key(),
                new EventRunDeserializer().deserialize(run.topic(), run.headers(), run.value()),
                run.timestamp());
    }

    private static ConsumerRecords<byte[], byte[]> poll(double... amounts) {
        List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (double amount : amounts) {
            events.add(new ConsumerRecord<>(
                    "events",
                    0,
                    events.size(),
                    1_000,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    null,
                    Doubler.value(amount),
                    new RecordHeaders(),
                    Optional.empty()));
        }
        return new ConsumerRecords<>(Map.of(EVENTS, events), Map.of(EVENTS, new OffsetAndMetadata(amounts.length)));
    }

    /** Takes predictions, but no dead letters. */
    private static final class EndedTransaction<K, V> extends MockProcessorContext<K, V> {
        EndedTransaction() {
            setCurrentSystemTimeMs(1_000);
        }

        @Override
        public <L extends K, W extends V> void forward(Record<L, W> answer, String sink) {
            if (sink.equals(ScoringProcessor.DEAD_LETTERS)) {
                throw new TaskMigratedException("The brokers have ended the transaction");
            }
        }
    }
}
