package io.streamscorer.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class RunPaceTest {
    private static final long LONGER = RunPace.LONG.toNanos() + 1;

    private final AtomicLong clock =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(10).toNanos());
    private final RunPace pace = new RunPace(clock::get);
    private final RunWindow window = new RunWindow(pace);

    @Test
    void shouldBeginWithWholeRuns() {
        assertThat(pace.events()).isEqualTo(RunPace.MOST_EVENTS);
    }

    @Test
    void shouldGoOneByOneForAMinuteAfterARunTookLong() {
        // given: a clock that overflows meanwhile
        events(32, LONGER / 32 + 1);

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
        events(32, LONGER / 32 + 1);
        clock.addAndGet(RunPace.MEMORY.toNanos() - 1);

        // when
        for (int i = 0; i < 32; i++) {
            events(1, LONGER / 32 + 1);
        }

        // then
        clock.addAndGet(1);
        assertThat(pace.events()).isEqualTo(1);
    }

    @Test
    void shouldNotWaitForAsManySingleEventsWhereFewerTakeLonger() {
        // when: one event, as long as whole runs may take
        events(1, LONGER);

        // then
        assertThat(pace.events()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoNoticeOfAsManyEventsThatAreQuick() {
        // when
        for (int i = 0; i < 100; i++) {
            clock.addAndGet(LONGER);
            events(1, RunPace.LONG.toNanos() / 32);
        }

        // then
        assertThat(pace.events()).isEqualTo(RunPace.MOST_EVENTS);
    }

    @Test
    void shouldJudgeARunByItselfWhereItBeginsAmongTheEventsOfTheOneBefore() {
        // given: ten events of one window
        events(10, 0);

        // when: a run, of which neither the part in that window nor the rest took long
        events(32, LONGER / 32 + 1);

        // then
        assertThat(pace.events()).isEqualTo(1);
    }

    @Test
    void shouldCountTheTimeInWhichAnswersAreHandedOn() {
        // when
        for (int i = 0; i < 32; i++) {
            window.begin();
            window.scored();
            clock.addAndGet(LONGER / 32 + 1);
            window.end();
        }

        // then
        assertThat(pace.events()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeAMinutesOldSlownessForThatOfLaterEvents() {
        // given
        events(1, LONGER);
        clock.addAndGet(RunPace.MEMORY.toNanos());

        // when
        events(1, 1);

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
            processor.init(new RefusingSinks<>(
                    new TaskMigratedException("The brokers have ended the transaction"),
                    ScoringProcessor.DEAD_LETTERS));
            grouping.group(poll(1, 1, 1, 1)).forEach(run -> processor.process(asPolled(run)));
            List<ConsumerRecord<byte[], byte[]>> failing =
                    grouping.group(poll(-1, -1, -1, -1)).records(Polls.EVENTS);
            assertThat(failing).as("a run of three, and the last").hasSize(2);

            // when
            assertThatThrownBy(() -> processor.process(asPolled(failing.get(0))))
                    .isInstanceOf(TaskMigratedException.class);

            // then
            assertThat(grouping.group(poll(-1, -1, -1, -1)).records(Polls.EVENTS))
                    .hasSize(4);
        }
    }

    /** A run of events, of which each takes so long. */
    private void events(int count, long nanos) {
        window.begin();
        for (int i = 0; i < count; i++) {
            clock.addAndGet(nanos);
            window.scored();
        }
        window.end();
    }

    private static void pause() {
        try {
            Thread.sleep(RunPace.LONG.toMillis() / 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Record<byte[], EventRun> asPolled(ConsumerRecord<byte[], byte[]> run) {
        return new Record<>(run.key(), Polls.run(run), run.timestamp());
    }

    private static ConsumerRecords<byte[], byte[]> poll(double... amounts) {
        List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (double amount : amounts) {
            events.add(Polls.event(Polls.EVENTS, events.size(), Doubler.value(amount)));
        }
        return Polls.of(events);
    }
}
