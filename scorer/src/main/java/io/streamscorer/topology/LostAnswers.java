package io.streamscorer.topology;

import io.streamscorer.failure.Lines;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which errors of one producer say that answers were not written, and nothing against writing them anew: those become
 * {@link ProducerFencedException}. Thread-safe.
 *
 * <p>A transactional producer repeats its last error at each further step, as the cause of a {@link KafkaException}. The last one need not be the
 * one that lost the answer: when the last request to a partition of a lost answer is over, Kafka 4.3 replaces it by a KafkaException without a name of
 * its own.
 */
final class LostAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(LostAnswers.class);
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(1);

    private final boolean transactional;
    private final AtomicLong silentUntil = new AtomicLong(System.nanoTime());
    private volatile boolean any;
    /** Whether one of them can be written anew. */
    private volatile boolean anyPassing;

    /**
     * Of a new producer.
     *
     * @param transactional whether it writes in transactions; Kafka Streams replaces it then when it has lost an answer
     */
    LostAnswers(boolean transactional) {
        this.transactional = transactional;
    }

    /** Whether the producer has lost an answer, whatever the reason. */
    boolean any() {
        return any;
    }

    /** The error that is told of an answer that was sent. */
    Exception ofAnswer(Exception error) {
        any = true;
        if (!isLost(error)) {
            return error;
        }
        anyPassing = true;
        long now = System.nanoTime();
        long until = silentUntil.get();
        if (now - until >= 0 && silentUntil.compareAndSet(until, now + SILENCE)) {
            LOG.warn(
                    "The brokers did not take an answer ({}). What was not committed is scored again", Lines.of(error));
        }
        return fencedBecauseOf(error);
    }

    /** The error that a send ended with. Kafka Streams looks at its cause. */
    KafkaException ofSend(KafkaException error) {
        // Repeated before Kafka Streams came to know it.
        return repeatsALoss(error) ? new KafkaException(error.getMessage(), fencedBecauseOf(error)) : error;
    }

    /**
     * Does something of a transaction.
     *
     * @throws ProducerFencedException when the brokers had ended the transaction, or not taken all of it, or not answered in time
     */
    void during(Runnable step) {
        try {
            step.run();
        } catch (TimeoutException e) {
            // Kafka Streams would go on with this producer, which takes nothing but a repetition of the step.
            LOG.warn(
                    "The brokers did not say in time what became of a transaction ({}). What was not committed is scored"
                            + " again",
                    Lines.of(e));
            throw fencedBecauseOf(e);
        } catch (KafkaException e) {
            if (e instanceof InvalidTxnStateException) {
                LOG.warn("The brokers had ended a transaction before its commit came; it had taken longer than"
                        + " transaction.timeout.ms. Nothing of it counts; its events are scored again");
                throw fencedBecauseOf(e);
            }
            if (isLost(e) || repeatsALoss(e)) {
                throw fencedBecauseOf(e);
            }
            throw e;
        }
    }

    /**
     * Commits a transaction.
     *
     * @throws ProducerFencedException as {@link #during}, and when the brokers do not say what became of it: to a commit that comes just while
     *     they end the transaction they answer with an error that has no name (4.3.1). The next producer completes what is half done before it
     *     begins, and the offsets say what was committed
     */
    void duringCommit(Runnable commit) {
        during(() -> {
            try {
                commit.run();
            } catch (KafkaException e) {
                throw e.getClass() == KafkaException.class && e.getCause() == null ? fencedBecauseOf(e) : e;
            }
        });
    }

    private boolean repeatsALoss(KafkaException error) {
        Throwable cause = error.getCause();
        return isLost(cause)
                || (transactional && anyPassing && cause != null && cause.getClass() == KafkaException.class);
    }

    private static boolean isLost(@Nullable Throwable error) {
        return error instanceof InvalidTxnStateException || PassingErrors.contain(error);
    }

    private static ProducerFencedException fencedBecauseOf(Exception error) {
        ProducerFencedException fenced = new ProducerFencedException(error.getMessage());
        fenced.initCause(error);
        return fenced;
    }
}
