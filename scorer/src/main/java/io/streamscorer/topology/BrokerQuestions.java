package io.streamscorer.topology;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the brokers' answers, and has words for a person where none comes. Thread-safe.
 *
 * @param bootstrapServers as configured, for messages
 * @param timeout how long each answer may take
 */
public record BrokerQuestions(String bootstrapServers, Duration timeout) {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int MAX_REQUEST_TIMEOUT_MS = 5_000;

    /**
     * A client that gives up a question no later than these questions do.
     *
     * @param settings the client's others
     * @throws SetupException if they are not such that a client can be made
     */
    public Admin open(Map<String, Object> settings) {
        Map<String, Object> bounded = new HashMap<>(settings);
        int millis = (int) timeout.toMillis();
        // Both, also where the user sets one: the client refuses a request's time that is longer than a question's.
        bounded.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        bounded.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(MAX_REQUEST_TIMEOUT_MS, millis));
        return ClientFailure.open(bootstrapServers, () -> Admin.create(bounded));
    }

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

    /**
     * Asks about a topic that exists until the broker that is asked has heard of it.
     *
     * @param unknown the error of a broker that has not
     */
    public <T> T whenKnown(Class<? extends RetriableException> unknown, Supplier<T> question) {
        long start = System.nanoTime();
        while (true) {
            try {
                return question.get();
            } catch (SetupException e) {
                if (!unknown.isInstance(e.getCause())
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
