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
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TransactionalDeliveryTest {
    private static final BuriedEvent EVENT = Letters.of(7, FailureCategory.BAD_FRAMING, "events", 17, 1_000);
    private static final ProducerRecord<byte[], byte[]> MARK =
            new ProducerRecord<>("letters-replayed", 0, new byte[] {1}, new byte[] {2});

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void shouldSendAnEventAndItsMarkInOneTransaction() {
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
    void shouldBeginNoTransactionForNothing() {
        // given
        TransactionalDelivery delivery = open();

        // when
        delivery.commit(List.of());

        // then
        assertThat(producer.commitCount()).isZero();
    }

    @Test
    void shouldSayThatItWasOvertaken() {
        // given
        TransactionalDelivery delivery = open();
        delivery.send(EVENT);
        producer.fenceProducer();

        // when / then
        assertThatThrownBy(() -> delivery.commit(List.of(MARK)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith("This replay was ended by the brokers: another one of the same dead letters");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldSayThatItWasOvertakenWhenOnlyTheSendTellsIt() {
        // given
        TransactionalDelivery delivery = open();
        producer.sendException = new InvalidProducerEpochException("old");

        // when / then
        assertThatThrownBy(() -> delivery.send(EVENT))
                .hasMessageStartingWith("This replay was ended by the brokers: another one");
    }

    @Test
    void shouldSayWhichEventTheTopicDoesNotTake() {
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
    void shouldSayWhichRightsAreMissing() {
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
    void shouldSayThatTheBrokersDoNotAnswer() {
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

    private TransactionalDelivery open() {
        return TransactionalDelivery.open(producer, "events", "letters-replayed");
    }
}
