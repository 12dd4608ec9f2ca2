package io.streamscorer.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.schemaregistry.client.rest.utils.UrlList;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.registry.RegistryListener.CallOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confluent's client, asked again until there is an answer or the time is up. Any thread.
 *
 * <p>The pause before try n + 1 is drawn evenly from the upper half of {@code FIRST_PAUSE * 2^(n-1)}, at most {@link #LONGEST_PAUSE}:
 * tasks that lost the registry at the same moment do not come back at the same moment.
 */
final class RegistryConnection implements AutoCloseable {
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private static final Logger LOGGER = LoggerFactory.getLogger(RegistryConnection.class);
    private static final int SERVER_ERROR = 500;

    /** One question to the registry. */
    @FunctionalInterface
    interface Question<T> {
        @Nullable
        T ask(RestService service) throws IOException, RestClientException;
    }

    private final RegistrySettings settings;
    private final Duration retryFor;
    private final Pauses pauses;
    private final RegistryListener listener;
    private final UrlList urls;
    private final RestService service;
    private final CachedSchemaRegistryClient client;

    /**
     * @param retryFor for how long a question is asked again; zero for one try
     * @param listener told of answers and their absence
     * @throws SetupException when the client does not take the settings
     */
    RegistryConnection(RegistrySettings settings, Duration retryFor, Pauses pauses, RegistryListener listener) {
        this.listener = listener;
        this.settings = settings;
        this.retryFor = retryFor;
        this.pauses = pauses;
        this.urls = new UrlList(settings.urls());
        this.service = new RestService(urls);
        try {
            // The service is asked directly; the client is what sets up its authentication and TLS.
            this.client = new CachedSchemaRegistryClient(
                    service, 1, List.of(new AvroSchemaProvider()), settings.client(), settings.headers());
        } catch (RuntimeException e) {
            throw new SetupException("schema.registry: the settings of the schema registry at " + settings.urlText()
                    + " cannot be used: " + Answers.reasons(e, settings.secrets()));
        }
    }

    /**
     * Asks until there is an answer.
     *
     * @param request what is asked for, as it completes "the schema registry did not give ..."
     * @param isAnswer which error responses are an answer: these are thrown at once, all others are asked again
     * @return the answer
     * @throws RestClientException when the registry answered with such an error
     * @throws UnavailableException when there is no answer in time, or the thread is interrupted, or the connection closed
     */
    <T> T ask(String request, Predicate<RestClientException> isAnswer, Question<T> question)
            throws RestClientException {
        return ask(request, isAnswer, question, retryFor);
    }

    /** Asks once. */
    <T> T askOnce(String request, Question<T> question) {
        try {
            return ask(request, error -> false, question, Duration.ZERO);
        } catch (RestClientException e) {
            throw new IllegalStateException("no error response counts as an answer, but one was returned as such", e);
        }
    }

    private <T> T ask(String request, Predicate<RestClientException> isAnswer, Question<T> question, Duration retryFor)
            throws RestClientException {
        long start = pauses.nanoTime();
        for (int tries = 1; ; tries++) {
            // Who got here after waiting for another thread's question must not begin one of its own.
            if (pauses.ended()) {
                throw notAsked(request);
            }
            Exception failure;
            long asked = pauses.nanoTime();
            try {
                T answer = question.ask(service);
                if (answer != null) {
                    called(CallOutcome.ANSWERED, asked);
                    listener.answered(Duration.ofNanos(pauses.nanoTime() - start));
                    return answer;
                }
                failure = new IOException("the response is empty");
            } catch (RestClientException e) {
                if (isAnswer.test(e)) {
                    called(CallOutcome.REFUSED, asked);
                    listener.answered(Duration.ofNanos(pauses.nanoTime() - start));
                    throw e;
                }
                if (e.getStatus() >= SERVER_ERROR) {
                    urls.fail(urls.current());
                }
                failure = e;
            } catch (IOException | RuntimeException e) {
                failure = e;
            }
            called(CallOutcome.FAILED, asked);
            long pause = pauseNanos(tries);
            long elapsed = pauses.nanoTime() - start;
            if (elapsed + pause > retryFor.toNanos()) {
                throw unavailable(request, tries, elapsed, failure);
            }
            listener.unanswered(describe(failure));
            LOGGER.warn(
                    "The schema registry does not answer; trying again. request=\"{}\" url={} tries={} answer=\"{}\"",
                    request,
                    settings.urlText(),
                    tries,
                    describe(failure));
            pause(request, pause);
        }
    }

    private void called(CallOutcome outcome, long asked) {
        listener.called(outcome, Duration.ofNanos(pauses.nanoTime() - asked));
    }

    /** Waits, and throws when waiting is cut short. */
    void pause(String request, long nanos) {
        try {
            if (!pauses.pause(nanos)) {
                throw notAsked(request);
            }
        } catch (InterruptedException e) {
            throw interrupted(request, e);
        }
    }

    private static UnavailableException notAsked(String request) {
        return new UnavailableException(
                "the schema registry was not asked again for " + request
                        + ": its client was closed, or the process stops",
                null);
    }

    /** The exception for a thread that was interrupted while it waited. Sets the thread's interrupt status. */
    static UnavailableException interrupted(String request, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new UnavailableException("interrupted while waiting for the schema registry to give " + request, cause);
    }

    /** The registry's addresses without credentials. */
    String urlText() {
        return settings.urlText();
    }

    /** One line that says what the registry answered or what failed, without credentials. */
    String describe(Exception failure) {
        return Answers.describe(failure, settings.secrets());
    }

    /** The registry's text on one line, without credentials. */
    String describe(String text) {
        return Answers.line(text, settings.secrets());
    }

    private UnavailableException unavailable(String request, int tries, long elapsedNanos, Exception failure) {
        String effort = tries == 1
                ? "once"
                : tries + " times in "
                        + Math.max(1, Duration.ofNanos(elapsedNanos).toSeconds()) + " s";
        return new UnavailableException(
                "schema.registry.url: the schema registry did not give " + request + "; asked " + effort + " at "
                        + urlText() + "; last answer: " + describe(failure) + "; look at " + Answers.advice(failure),
                settings.secrets().harmless(failure));
    }

    private static long pauseNanos(int tries) {
        int doublings = Math.min(tries - 1, 20);
        long longest = Math.min(FIRST_PAUSE.toNanos() << doublings, LONGEST_PAUSE.toNanos());
        return longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
    }

    /** Ends all waiting and lets go of the client. */
    @Override
    public void close() {
        pauses.end();
        try {
            client.close();
        } catch (IOException e) {
            LOGGER.warn("The schema registry's client did not close cleanly. reason=\"{}\"", describe(e));
        }
    }
}
