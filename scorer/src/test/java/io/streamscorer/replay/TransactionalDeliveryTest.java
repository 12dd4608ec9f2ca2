package io.streamscorer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TransactionalDeliveryTest {
    private static final BuriedEvent EVENT = Letters.of(7, FailureCategory.BAD_FRAMING, "events", 17, 1_000);
    private static final ProducerRecord<byte[], byte[]> MARK =
            new ProducerRecord<>("letters-replayed", 0, new byte[] {1}, new byte[] {2});

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void shouldSendAnEventAndItsMarkInOneTransaction() throws Exception {
        // given
        TransactionalDelivery delivery = open();

        // when
        delivery.send(EVENT);
        int seenBefore = producer.history().size();
        delivery.commit(List.of(MARK));

        // then
        assertThat(seenBefore).isZero();
        assertThat(producer.history()).containsExactly(EVENT.restored("events"), MARK);
        assertThat(producer.commitCount()).isEqualTo(1);
    }

    @Test
    void shouldBeginNoTransactionForNothing() throws Exception {
        // given
        TransactionalDelivery delivery = open();

        // when
        delivery.commit(List.of());

        // then
        assertThat(producer.commitCount()).isZero();
    }

    @Test
    void shouldSayThatItsTransactionIsLostWhenItIsFenced() throws Exception {
        // given
        TransactionalDelivery delivery = open();
        delivery.send(EVENT);
        producer.fenceProducer();

        // when / then
        assertLost(
                () -> delivery.commit(List.of(MARK)), "This replay was ended by the brokers: another one of the same");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldSayThatItsTransactionIsLostWhenOnlyTheSendTellsIt() throws Exception {
        // given
        TransactionalDelivery delivery = open();
        producer.sendException = new InvalidProducerEpochException("old");

        // when / then
        assertLost(() -> delivery.send(EVENT), "This replay was ended by the brokers: another one of the same");
    }

    @Test
    void shouldSayThatItsTransactionIsLostWhenTheBrokersKnowNoneThatIsOpen() throws Exception {
        // given
        TransactionalDelivery delivery = open();
        delivery.send(EVENT);
        producer.commitTransactionException = new InvalidTxnStateException("invalid state.");

        // when / then
        assertLost(
                () -> delivery.commit(List.of(MARK)),
                "The brokers refused to go on: invalid state. What was committed before is recorded; run it again");
    }

    private static void assertLost(ThrowingCallable step, String end) {
        assertThatThrownBy(step)
                .isInstanceOfSatisfying(LostTransactionException.class, lost -> {
                    assertThat(lost.endedByBrokers()).isTrue();
                    assertThat(lost.end()).hasMessageStartingWith(end);
                })
                .hasMessage("the brokers had ended it, as they do after transaction.timeout.ms");
    }

    @Test
    void shouldSayThatItsTransactionIsLostWhenABrokerDidNotTakeItInTime() throws Exception {
        // given
        MockProducer<byte[], byte[]> late =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        TransactionalDelivery delivery = TransactionalDelivery.open(late, "events", "letters-replayed");
        delivery.send(EVENT);
        TimeoutException expired = new TimeoutException("Expiring 1 record(s)");
        late.errorNext(expired);
        late.commitTransactionException = new KafkaException(
                "in an error state", new TransactionAbortableException("after exhausting retries", expired));

        // when / then
        assertThatThrownBy(() -> delivery.commit(List.of()))
                .isInstanceOfSatisfying(LostTransactionException.class, lost -> {
                    assertThat(lost.endedByBrokers()).isFalse();
                    assertThat(lost.end())
                            .hasMessageStartingWith("The event of dead letter letters-0@7 was not taken by topic");
                })
                .hasMessage("Expiring 1 record(s)");
    }

    @Test
    void shouldNotWaitForTheTopicAgainWithTheNextEvent() throws Exception {
        // given: what the producer tells the callback alone, after max.block.ms, and goes on as if it were nothing
        MockProducer<byte[], byte[]> late =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        TransactionalDelivery delivery = TransactionalDelivery.open(late, "events", "letters-replayed");
        delivery.send(EVENT);
        late.errorNext(new TimeoutException("Topic events not present in metadata after 30000 ms."));

        // when / then
        assertThatThrownBy(() -> delivery.send(EVENT))
                .isInstanceOfSatisfying(
                        LostTransactionException.class,
                        lost -> assertThat(lost.end())
                                .hasMessageStartingWith("The event of dead letter letters-0@7 was not taken by topic"));
        assertThat(late.uncommittedRecords()).hasSize(1);
    }

    @Test
    void shouldSayWhichEventTheTopicDoesNotTake() throws Exception {
        // given
        MockProducer<byte[], byte[]> late =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        TransactionalDelivery delivery = TransactionalDelivery.open(late, "events", "letters-replayed");
        delivery.send(EVENT);
        late.errorNext(new InvalidTimestampException("too old"));
        late.commitTransactionException = new KafkaException("in an error state");

        // when / then
        assertThatThrownBy(() -> delivery.commit(List.of()))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("The event of dead letter letters-0@7 was not taken by topic 'events': too old."
                        + " What was committed before is recorded; run it again to go on");
    }

    @Test
    void shouldSayWhichRightsAreMissing() throws Exception {
        // given
        TransactionalDelivery delivery = open();
        delivery.send(EVENT);
        producer.commitTransactionException = new TopicAuthorizationException(Set.of("events"));

        // when / then
        assertThatThrownBy(() -> delivery.commit(List.of()))
                .isInstanceOf(SetupException.class)
                .hasMessage("No right to write topic 'events'. Grant Write on it to this user");
    }

    @Test
    void shouldSayThatTheTransactionalIdMayNotBeUsed() {
        // given
        producer.initTransactionException = new TransactionalIdAuthorizationException("no");

        // when / then
        assertThatThrownBy(this::open)
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("transactional id 'letters-replayed'. Grant Write and Describe");
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void shouldSayThatTheBrokersDoNotAnswer() throws Exception {
        // given
        TransactionalDelivery delivery = open();
        delivery.send(EVENT);
        producer.commitTransactionException = new TimeoutException("30000 ms");

        // when / then
        assertThatThrownBy(() -> delivery.commit(List.of()))
                .isInstanceOf(UnavailableException.class)
                .hasMessage(
                        "The brokers do not answer: 30000 ms. What was committed before is recorded; run it again to go on");
    }

    private TransactionalDelivery open() throws LostTransactionException {
        return TransactionalDelivery.open(producer, "events", "letters-replayed");
    }
}
