package io.streamscorer.topology;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

final class FencingProducerTest {
    @Test
    void shouldSayOfACommitThatCameTooLateThatItIsFenced() {
        // given
        KafkaException late = new InvalidTxnStateException("The producer attempted a transactional operation");

        // when / then
        assertThatThrownBy(() -> FencingProducer.fenced(() -> {
                    throw late;
                }))
                .isInstanceOf(ProducerFencedException.class)
                .hasMessage("The producer attempted a transactional operation")
                .hasCause(late);
    }

    @Test
    void shouldSayTheSameWhenTheProducerRepeatsItsError() {
        // given
        KafkaException repeated =
                new KafkaException("Cannot execute transactional method", new InvalidTxnStateException("late"));

        // when / then
        assertThatThrownBy(() -> FencingProducer.fenced(() -> {
                    throw repeated;
                }))
                .isInstanceOf(ProducerFencedException.class)
                .hasCause(repeated);
    }

    @Test
    void shouldSayTheSameOfATransactionOfWhichTheBrokersDidNotTakeAll() {
        // given
        KafkaException repeated = new KafkaException(
                "Cannot execute transactional method", new TimeoutException("Expiring 3 record(s): 120001 ms"));

        // when / then
        assertThatThrownBy(() -> FencingProducer.fenced(() -> {
                    throw repeated;
                }))
                .isInstanceOf(ProducerFencedException.class)
                .hasCause(repeated);
    }

    @Test
    void shouldLeaveOtherErrorsAsTheyAre() {
        // given
        KafkaException other = new TimeoutException("60000 ms");

        // when / then
        assertThatThrownBy(() -> FencingProducer.fenced(() -> {
                    throw other;
                }))
                .isSameAs(other);
    }
}
