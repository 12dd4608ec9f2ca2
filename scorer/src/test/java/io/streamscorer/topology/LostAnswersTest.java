package io.streamscorer.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LostAnswersTest {
    private final LostAnswers lost = new LostAnswers(true);

    @Test
    void shouldSayOfACommitThatCameTooLateThatItIsFenced() {
        // given
        KafkaException late = new InvalidTxnStateException("The producer attempted a transactional operation");

        // when / then
        assertThatThrownBy(() -> lost.during(() -> {
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
        assertThatThrownBy(() -> lost.during(() -> {
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
        assertThatThrownBy(() -> lost.during(() -> {
                    throw repeated;
                }))
                .isInstanceOf(ProducerFencedException.class)
                .hasCause(repeated);
    }

    @Test
    void shouldSayThatItIsFencedWhenTheBrokersDoNotAnswerInTime() {
        // given: after which the producer takes nothing but the same step again
        KafkaException late = new TimeoutException("Timeout expired after 60000ms while awaiting EndTxn(true)");

        // when / then
        assertThatThrownBy(() -> lost.duringCommit(() -> {
                    throw late;
                }))
                .isInstanceOf(ProducerFencedException.class)
                .hasCause(late);
    }

    static Stream<RuntimeException> passing() {
        return Stream.of(
                new TransactionAbortableException("abort it"),
                new InvalidPidMappingException("the id was forgotten"),
                new OutOfOrderSequenceException("7 after 5"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void shouldSayTheSameOfErrorsAfterWhichATransactionIsWrittenAnew(RuntimeException error) {
        // given
        KafkaException repeated = new KafkaException("Cannot execute transactional method", error);

        // when / then
        assertThat(lost.ofAnswer(error))
                .isInstanceOf(ProducerFencedException.class)
                .hasCause(error);
        assertThat(lost.ofSend(repeated)).hasCauseInstanceOf(ProducerFencedException.class);
        assertThatThrownBy(() -> lost.duringCommit(() -> {
                    throw error;
                }))
                .isInstanceOf(ProducerFencedException.class)
                .hasCause(error);
    }

    @Test
    void shouldSayOfAnAnswerThatWasNotTakenThatItIsFenced() {
        // given
        TimeoutException expired = new TimeoutException("Expiring 3 record(s): 120001 ms");

        // when / then
        assertThat(lost.ofAnswer(expired))
                .isInstanceOf(ProducerFencedException.class)
                .hasMessage("Expiring 3 record(s): 120001 ms")
                .hasCause(expired);
    }

    @Test
    void shouldSayTheSameOfTheNamelessErrorThatReplacesTheLoss() {
        // given
        lost.ofAnswer(new TimeoutException("Expiring 3 record(s): 120001 ms"));
        KafkaException repeated = repeatedNameless();

        // when / then
        assertThat(lost.ofSend(repeated))
                .isExactlyInstanceOf(KafkaException.class)
                .cause()
                .isInstanceOf(ProducerFencedException.class)
                .hasCause(repeated);
        assertThatThrownBy(() -> lost.during(() -> {
                    throw repeated;
                }))
                .isInstanceOf(ProducerFencedException.class)
                .hasCause(repeated);
    }

    @Test
    void shouldLeaveANamelessErrorAsItIsWhereNothingWasLost() {
        // given
        KafkaException repeated = repeatedNameless();
        lost.ofAnswer(new RecordTooLargeException("1100000 bytes"));

        // when / then
        assertThat(lost.any())
                .as("an answer was lost, but not to be written anew")
                .isTrue();
        assertThat(lost.ofSend(repeated)).isSameAs(repeated);
        assertThatThrownBy(() -> lost.during(() -> {
                    throw repeated;
                }))
                .isSameAs(repeated);
    }

    @Test
    void shouldTakeTheNamelessErrorForItselfWhereTheProducerIsNotReplaced() {
        // given
        LostAnswers ofIdempotent = new LostAnswers(false);
        ofIdempotent.ofAnswer(new TimeoutException("Expiring 3 record(s): 120001 ms"));
        KafkaException repeated = repeatedNameless();

        // when / then: thrown again and again it would else let the thread begin anew again and again
        assertThat(ofIdempotent.any()).isTrue();
        assertThat(ofIdempotent.ofSend(repeated)).isSameAs(repeated);
    }

    @Test
    void shouldSayThatItIsFencedWhenTheBrokersSayNothingOfACommit() {
        // given
        KafkaException unknown = new KafkaException("Unhandled error in EndTxnResponse: The server experienced ...");
        Runnable step = () -> {
            throw unknown;
        };

        // when / then
        assertThatThrownBy(() -> lost.duringCommit(step))
                .isInstanceOf(ProducerFencedException.class)
                .hasCause(unknown);
        assertThatThrownBy(() -> lost.during(step)).as("of no commit").isSameAs(unknown);
    }

    @Test
    void shouldLeaveAnErrorWithANameAsItIsThoughSomethingWasLost() {
        // given
        lost.ofAnswer(new TimeoutException("Expiring 3 record(s): 120001 ms"));
        KafkaException denied = new KafkaException(
                "Cannot execute transactional method", new TransactionalIdAuthorizationException("no right"));

        // when / then
        assertThat(lost.ofSend(denied)).isSameAs(denied);
    }

    @Test
    void shouldLeaveOtherErrorsAsTheyAre() {
        // given
        KafkaException other = new TransactionalIdAuthorizationException("no right");

        // when / then
        assertThatThrownBy(() -> lost.during(() -> {
                    throw other;
                }))
                .isSameAs(other);
    }

    private static KafkaException repeatedNameless() {
        return new KafkaException(
                "Cannot execute transactional method because we are in an error state",
                new KafkaException("The client hasn't received acknowledgment for some previously sent messages"));
    }
}
