package io.streamscorer.replay;

import io.streamscorer.failure.Causes;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.topology.PassingErrors;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * Sends events in transactions that also hold the marks of what they send, so that an event is on the input topic if and only if its letter is
 * marked, wherever the process is killed. Used by one thread.
 *
 * <p>Its producers all have one transactional id: the brokers let the newest alone write and roll back what an older one left open. So the
 * marks are to be read after it was opened. An error ends it for good; what was not committed is rolled back, and the next one sends it.
 */
final class TransactionalDelivery implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private static final String ENDED = "the brokers had ended it, as they do after transaction.timeout.ms";

    private record Refusal(String place, Exception reason) {}

    private final Producer<byte[], byte[]> producer;
    private final String inputTopic;
    private final String transactionalId;
    private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
    private boolean inTransaction;

    private TransactionalDelivery(Producer<byte[], byte[]> producer, String inputTopic, String transactionalId) {
        this.producer = producer;
        this.inputTopic = inputTopic;
        this.transactionalId = transactionalId;
    }

    /**
     * Ends all earlier deliveries of this transactional id, their open transactions included.
     *
     * @param producer closed with the delivery
     * @param transactionalId the producer's, for messages
     * @throws LostTransactionException if another one has taken the transactional id meanwhile
     */
    static TransactionalDelivery open(Producer<byte[], byte[]> producer, String inputTopic, String transactionalId)
            throws LostTransactionException {
        TransactionalDelivery delivery = new TransactionalDelivery(producer, inputTopic, transactionalId);
        try {
            producer.initTransactions();
            return delivery;
        } catch (KafkaException e) {
            delivery.close();
            throw delivery.named(e);
        }
    }

    /**
     * Sends an event; it is to be seen after the next {@link #commit}, or never.
     *
     * @throws LostTransactionException if the transaction came to nothing and can be written anew
     */
    void send(BuriedEvent event) throws LostTransactionException {
        send(event.restored(inputTopic), "The event of dead letter " + Place.of(event.letter()));
    }

    private void send(ProducerRecord<byte[], byte[]> record, String place) throws LostTransactionException {
        Refusal earlier = refusal.get();
        if (earlier != null) {
            // The producer does not say it, and each further record might be waited for as long as this one.
            throw named(new KafkaException(earlier.reason()));
        }
        try {
            if (!inTransaction) {
                producer.beginTransaction();
                inTransaction = true;
            }
            Future<RecordMetadata> unused = producer.send(record, (metadata, error) -> {
                if (error != null) {
                    refusal.compareAndSet(null, new Refusal(place, error));
                }
            });
        } catch (KafkaException e) {
            throw named(e);
        }
    }

    /**
     * Lets all that was sent since the last call be seen, together with the records that say so. Does nothing where nothing was sent and
     * there is nothing to say.
     *
     * @throws LostTransactionException if the transaction came to nothing, or may have, and can be written anew
     */
    void commit(List<ProducerRecord<byte[], byte[]>> marks) throws LostTransactionException {
        for (ProducerRecord<byte[], byte[]> mark : marks) {
            send(mark, "The record of what was put back, topic '" + mark.topic() + "',");
        }
        if (!inTransaction) {
            return;
        }
        try {
            producer.commitTransaction();
            inTransaction = false;
        } catch (KafkaException e) {
            throw named(e);
        }
    }

    /**
     * The error in words for a person.
     *
     * @throws LostTransactionException where it is none that stays: the brokers have ended the transaction, or say that it is to be aborted and
     *     written anew
     */
    private RuntimeException named(KafkaException error) throws LostTransactionException {
        Refusal refused = refusal.get();
        Exception reason = refused == null ? error : refused.reason();
        if (has(error, ProducerFencedException.class)
                || has(error, InvalidProducerEpochException.class)
                || has(reason, InvalidProducerEpochException.class)) {
            throw new LostTransactionException(ENDED, true, overtaken(error));
        }
        if (has(error, TransactionalIdAuthorizationException.class)) {
            return noRight(transactionalId, error);
        }
        if (reason instanceof TopicAuthorizationException denied) {
            return new SetupException(
                    "No right to write "
                            + String.join(
                                    ", ",
                                    denied.unauthorizedTopics().stream()
                                            .map(topic -> "topic '" + topic + "'")
                                            .toList())
                            + ". Grant Write on it to this user",
                    error);
        }
        UnavailableException end = end(error, refused, reason);
        if (has(error, InvalidTxnStateException.class) || has(reason, InvalidTxnStateException.class)) {
            throw new LostTransactionException(ENDED, true, end);
        }
        // What brokers answer to a commit that comes just while they end the transaction (4.3.1): they know no state
        // for it (UNKNOWN_SERVER_ERROR), and the client no exception.
        boolean nameless = refused == null && Causes.innermost(error).getClass() == KafkaException.class;
        boolean passing = Causes.any(error, PassingErrors::contain) || Causes.any(reason, PassingErrors::contain);
        // A step that found no broker within max.block.ms has waited long enough.
        if (nameless || (passing && !(error instanceof TimeoutException))) {
            throw new LostTransactionException(Lines.of(reason), nameless, end);
        }
        return end;
    }

    /** What is said where this user may not write with the transactional id, or not ask about it. */
    static SetupException noRight(String transactionalId, Throwable cause) {
        return new SetupException(
                "No right to write with the transactional id '" + transactionalId
                        + "'. Grant Write and Describe on it to this user",
                cause);
    }

    private UnavailableException end(KafkaException error, @Nullable Refusal refused, Exception reason) {
        String again = ". What was committed before is recorded; run it again to go on";
        if (refused != null) {
            return new UnavailableException(
                    refused.place() + " was not taken by topic '" + inputTopic + "': " + Lines.of(reason) + again,
                    error);
        }
        return new UnavailableException(
                (error instanceof TimeoutException ? "The brokers do not answer: " : "The brokers refused to go on: ")
                        + Lines.of(error)
                        + again,
                error);
    }

    /** What is said where another replay has begun, as far as can be known. */
    static UnavailableException overtaken(@Nullable Throwable cause) {
        return new UnavailableException(
                "This replay was ended by the brokers: another one of the same dead letters has begun, or a transaction"
                        + " stood still for longer than transaction.timeout.ms. What it had not committed was not sent",
                cause);
    }

    private static boolean has(Throwable error, Class<? extends Throwable> kind) {
        return Causes.any(error, kind::isInstance);
    }

    /** Rolls back what was not committed, without waiting for long: the brokers do it too. */
    @Override
    public void close() {
        // A producer that is closed within a transaction aborts it where the brokers still listen to it.
        producer.close(CLOSING);
    }
}
