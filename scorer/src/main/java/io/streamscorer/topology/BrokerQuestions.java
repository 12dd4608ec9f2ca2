package io.streamscorer.topology;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the brokers' answers, and has words for a person where none comes. Thread-safe.
 *
 * @param bootstrapServers as configured, for messages
 * @param timeout how long each answer may take
 */
public record BrokerQuestions(String bootstrapServers, Duration timeout) {
    private static final Duration PAUSE = Duration.ofMillis(100);

    /**
     * The answer.
     *
     * @param what the question, as it follows "Could not"
     * @throws SetupException if the answer is an error, which is its cause, or the brokers do not let this user in
     * @throws UnavailableException if no broker answers in time
     */
    public <T> T ask(String what, @Nullable KafkaFuture<T> answer) {
        if (answer == null) {
            throw new IllegalStateException("Kafka's client gave no answer to: " + what);
        }
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw noBroker(cause);
            }
            throw new SetupException(
                    cause instanceof AuthenticationException failed
                            ? Refusal.notLetIn(failed, bootstrapServers)
                            : "Could not " + what + ": " + cause.getMessage(),
                    cause);
        } catch (TimeoutException e) {
            throw noBroker(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted while asking the brokers to " + what, e);
        }
    }

    /** Asks about a topic that exists until the broker that is asked has heard of it. */
    <T> T whenKnown(Supplier<T> question) {
        long start = System.nanoTime();
        while (true) {
            try {
                return question.get();
            } catch (SetupException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        || System.nanoTime() - start > timeout.toNanos()
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private UnavailableException noBroker(Throwable cause) {
        return new UnavailableException(
                "bootstrap.servers: no broker answered at " + bootstrapServers + " within " + timeout.toSeconds()
                        + " s. Check the address, that the brokers run, and security.protocol",
                cause);
    }
}
