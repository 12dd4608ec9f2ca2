package io.streamscorer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.replay.Redelivery.Holder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedeliveryTest {
    private static final Uuid ID = Uuid.randomUuid();
    private static final String LEDGER = "letters-replayed";
    private static final BuriedEvent FIRST = event(0);
    private static final BuriedEvent SECOND = event(1);

    private final ReplayLedger ledger = new ReplayLedger(LEDGER, ID);
    private final PartitionMarks marks = ledger.of(0);
    private final Brokers brokers = new Brokers();
    private final BeginningsAnew listener = new BeginningsAnew();
    private final List<Duration> pauses = new ArrayList<>();

    private static BuriedEvent event(int number) {
        return Letters.of(number, FailureCategory.BAD_FRAMING, "events", number, 1_000);
    }

    private static KafkaException ended() {
        return new InvalidTxnStateException("The producer attempted a transactional operation in an invalid state.");
    }

    /** What speaks for a transaction that the brokers ended, and for a newer producer as well. */
    static List<KafkaException> ends() {
        return List.of(
                ended(),
                new ProducerFencedException("There is a newer producer"),
                new KafkaException("Unhandled error in EndTxnResponse: The server experienced an unexpected error"));
    }

    /** What is passing, as Kafka's producer says it at the commit. */
    static List<KafkaException> passing() {
        return List.of(
                new TransactionAbortableException("abort it"),
                new KafkaException(
                        "we are in an error state",
                        new TransactionAbortableException(
                                "after exhausting retries", new NotEnoughReplicasException("1 of 2"))));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldWriteATransactionAnewThatTheBrokersHadEnded(KafkaException error) {
        // given
        Redelivery delivery = open(error);

        // when
        put(delivery, FIRST);
        put(delivery, SECOND);

        // then
        assertThat(brokers.events()).containsExactly(FIRST.restored("events"), SECOND.restored("events"));
        assertThat(brokers.opened).hasSize(2);
        assertThat(brokers.opened.get(0).closed()).isTrue();
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
        assertThat(listener.reasons()).hasSize(1);
        assertThat(ledger.saysTheSameAs(brokers.recorded())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("passing")
    void shouldWriteATransactionAnewThatWasToBeAborted(KafkaException error) {
        // given
        Redelivery delivery = open(error);

        // when
        put(delivery, FIRST);

        // then
        assertThat(brokers.events()).containsExactly(FIRST.restored("events"));
        assertThat(listener.reasons()).hasSize(1);
    }

    @Test
    void shouldNotWriteAnewWhatWasCommittedAfterAll() {
        // given
        Redelivery delivery = open(ended());
        brokers.commitsAllTheSame = true;

        // when
        put(delivery, FIRST);
        put(delivery, SECOND);

        // then
        assertThat(brokers.events()).containsExactly(FIRST.restored("events"), SECOND.restored("events"));
        assertThat(brokers.opened.get(0).history()).hasSize(2);
        assertThat(brokers.opened.get(1).history()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldGoOnWhereTheLastCommitWasItsOwn(KafkaException error) {
        // given: of the transaction before, since the brokers took nothing of the lost one
        Redelivery delivery = open();
        put(delivery, FIRST);
        brokers.opened.get(0).commitTransactionException = error;
        brokers.holder = Holder.LAST_RECORDED;

        // when
        put(delivery, SECOND);

        // then
        assertThat(brokers.events()).containsExactly(FIRST.restored("events"), SECOND.restored("events"));
        assertThat(listener.reasons()).hasSize(1);
    }

    @Test
    void shouldGoOnWhereTheLastCommitWasTheOneThatItDidNotHearOf() {
        // given
        Redelivery delivery = open(ended());
        brokers.commitsAllTheSame = true;
        brokers.holder = Holder.LAST_RECORDED;

        // when
        put(delivery, FIRST);
        put(delivery, SECOND);

        // then
        assertThat(brokers.events()).containsExactly(FIRST.restored("events"), SECOND.restored("events"));
    }

    @Test
    void shouldEndWhereTheLastCommitWasAnothers() {
        // given
        Redelivery delivery = open(ended());
        brokers.foreign = recordOfAnother();
        brokers.holder = Holder.LAST_RECORDED;

        // when / then
        assertThatThrownBy(() -> put(delivery, FIRST))
                .hasMessageStartingWith("This replay was ended by the brokers: another one");
        assertThat(brokers.opened).as("it does not take the id from the other").hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldEndWhereANewerReplayHasBegun(KafkaException error) {
        // given
        Redelivery delivery = open(error);
        brokers.holder = Holder.ANOTHER;

        // when / then
        assertThatThrownBy(() -> put(delivery, FIRST))
                .isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith(
                        "This replay was ended by the brokers: another one of the same dead letters has begun")
                .cause()
                .as("the innermost error with words for a person is the one that is printed")
                .isSameAs(error);
        assertThat(brokers.opened).hasSize(1);
        assertThat(listener.reasons()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("passing")
    void shouldSayWhatWasWrongWhereItsTransactionCouldNotBeAborted(KafkaException error) {
        // given
        Redelivery delivery = open(error);
        brokers.holder = Holder.ANOTHER;

        // when / then
        assertThatThrownBy(() -> put(delivery, FIRST)).hasMessageStartingWith("The brokers refused to go on: ");
        assertThat(brokers.opened).hasSize(1);
    }

    @Test
    void shouldEndWhereAnotherReplayHasPutBackSomethingMeanwhile() {
        // given
        Redelivery delivery = open(ended());
        brokers.foreign = recordOfAnother();

        // when / then
        assertThatThrownBy(() -> put(delivery, FIRST))
                .hasMessageStartingWith("This replay was ended by the brokers: another one");
        assertThat(brokers.events()).isEmpty();
    }

    @Test
    void shouldGiveUpATransactionThatIsEndedAgainAndAgain() {
        // given
        Redelivery delivery = open(ended(), ended(), ended(), ended(), ended());

        // when / then
        assertThatThrownBy(() -> put(delivery, FIRST))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("The brokers ended a transaction 5 times in a row before it was committed. Raise"
                        + " producer.transaction.timeout.ms, or lower max.poll.records so that transactions are"
                        + " smaller. What was committed before is recorded; run it again to go on");
        assertThat(brokers.opened).hasSize(Redelivery.MAX_LOSSES);
        assertThat(brokers.opened).allMatch(MockProducer::closed);
        assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L);
    }

    @Test
    void shouldBeginToCountWithEachTransaction() {
        // given
        Redelivery delivery = open(ended(), ended(), ended(), ended());
        put(delivery, FIRST);
        brokers.errors.addAll(List.of(ended(), ended(), ended()));
        brokers.opened.get(4).commitTransactionException = ended();

        // when
        put(delivery, SECOND);

        // then
        assertThat(brokers.events()).containsExactly(FIRST.restored("events"), SECOND.restored("events"));
        assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L, 1L, 2L, 4L, 8L);
    }

    @Test
    void shouldEndWhereTheBrokersDoNotAnswer() {
        // given
        Redelivery delivery = open(new TimeoutException("30000 ms"));

        // when / then
        assertThatThrownBy(() -> put(delivery, FIRST)).hasMessageStartingWith("The brokers do not answer: 30000 ms");
        assertThat(brokers.opened).hasSize(1);
    }

    @Test
    void shouldSayWhyItWasLostWhereNoBrokerSaysWhoseTheTransactionIs() {
        // given
        Redelivery delivery = open(ended());
        UnavailableException silent = new UnavailableException("no broker answered", null);
        brokers.silent = silent;

        // when / then
        assertThatThrownBy(() -> put(delivery, FIRST))
                .hasMessageStartingWith("The brokers refused to go on: ")
                .hasSuppressedException(silent);
    }

    @Test
    void shouldNotBeginWhereAnotherReplayBeginsAtTheSameMoment() {
        // given
        brokers.initError = new ProducerFencedException("There is a newer producer");

        // when / then
        assertThatThrownBy(() -> open()).hasMessageStartingWith("This replay was ended by the brokers: another one");
        assertThat(brokers.opened).singleElement().matches(MockProducer::closed);
    }

    /** With the error of each producer's commits, one producer after the other; those that follow have none. */
    private Redelivery open(KafkaException... errors) {
        brokers.errors.addAll(List.of(errors));
        return Redelivery.open(brokers, ledger, listener, pauses::add);
    }

    private static List<ProducerRecord<byte[], byte[]>> recordOfAnother() {
        ReplayLedger theirs = new ReplayLedger(LEDGER, ID);
        PartitionMarks others = theirs.of(7);
        others.add(FIRST);
        return theirs.changes(7, others);
    }

    private void put(Redelivery delivery, BuriedEvent event) {
        marks.add(event);
        delivery.send(event);
        delivery.commit(ledger.changes(0, marks));
    }

    private static final class Brokers implements Redelivery.Transactions {
        private final List<KafkaException> errors = new ArrayList<>();
        private final List<MockProducer<byte[], byte[]>> opened = new ArrayList<>();
        private List<ProducerRecord<byte[], byte[]>> foreign = List.of();
        private @Nullable KafkaException initError;
        private boolean commitsAllTheSame;
        private Holder holder = Holder.THIS_REPLAY;
        private @Nullable UnavailableException silent;

        @Override
        public TransactionalDelivery open() throws LostTransactionException {
            MockProducer<byte[], byte[]> producer =
                    new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                        @Override
                        public void commitTransaction() {
                            RuntimeException error = commitTransactionException;
                            if (error != null && commitsAllTheSame) {
                                commitTransactionException = null;
                                super.commitTransaction();
                                throw error;
                            }
                            super.commitTransaction();
                        }
                    };
            producer.initTransactionException = initError;
            producer.commitTransactionException = errors.isEmpty() ? null : errors.remove(0);
            opened.add(producer);
            return TransactionalDelivery.open(producer, "events", LEDGER);
        }

        @Override
        public Holder holder() {
            assertThat(opened).allMatch(MockProducer::closed);
            if (silent != null) {
                throw silent;
            }
            return holder;
        }

        @Override
        public ReplayLedger recorded() {
            ReplayLedger recorded = new ReplayLedger(LEDGER, ID);
            foreign.forEach(record -> recorded.learn(read(record)));
            sent().stream()
                    .filter(record -> record.topic().equals(LEDGER))
                    .forEach(record -> recorded.learn(read(record)));
            return recorded;
        }

        private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> record) {
            return new ConsumerRecord<>(LEDGER, 0, 0, record.key(), record.value());
        }

        private List<ProducerRecord<byte[], byte[]>> sent() {
            return opened.stream()
                    .flatMap(producer -> producer.history().stream())
                    .toList();
        }

        List<ProducerRecord<byte[], byte[]>> events() {
            return sent().stream()
                    .filter(record -> !record.topic().equals(LEDGER))
                    .toList();
        }
    }
}
