package io.streamscorer.topology;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the brokers' answers, and has words for a person where none comes. Thread-safe.
 *
 * @param bootstrapServers as configured, for messages
 * @param timeout how long each answer may take
 */
public record BrokerQuestions(String bootstrapServers, Duration timeout) {
    /**
     * The answer.
     *
     * @param what the question, as it follows "Could not"
     * @throws SetupException if the brokers say that they will not, with what they say as the cause
     * @throws UnavailableException if no broker answers in time
     */
    public <T> T ask(String what, @Nullable KafkaFuture<T> answer) {
        if (answer == null) {
            throw new IllegalStateException("Kafka's client gave no answer to: " + what);
        }
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw noBroker(cause);
            }
            throw new SetupException("Could not " + what + ": " + (cause == null ? e : cause).getMessage(), cause);
        } catch (TimeoutException e) {
            throw noBroker(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted while asking the brokers to " + what, e);
        }
    }

    private UnavailableException noBroker(Throwable cause) {
        return new UnavailableException(
                "bootstrap.servers: no broker answered at " + bootstrapServers + " within " + timeout.toSeconds()
                        + " s. Check the address, that the brokers run, and security.protocol",
                cause);
    }
}
