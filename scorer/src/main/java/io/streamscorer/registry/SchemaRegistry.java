package io.streamscorer.registry;

import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.RecordFailure;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.failure.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * A schema registry that speaks Confluent's API: schemas by id for reading events, and ids by schema for writing predictions.
 *
 * <p>Schemas never change under their id, so each is fetched once and kept. Ids without a usable schema are remembered for a short
 * while, and asking for ever new ones is slowed down. Every method may be called by any thread, and all but {@link #schema} of a known
 * id wait for the registry. The caller closes it.
 */
public final class SchemaRegistry implements AutoCloseable {
    /** Threads that miss different ids mostly do not wait for each other; threads that miss the same id ask once. */
    private static final int LOCKS = 16;

    private static final String AVRO = "AVRO";
    private static final String LATEST = "latest";
    private static final int CONFLICT = 409;

    private final RegistryConnection connection;
    private final SchemaParser parser;
    private final UnansweredIds unanswered;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    /**
     * Makes a client. Nothing is asked yet.
     *
     * @param settings {@code schema.registry.url} (addresses divided by commas) and the settings of Confluent's client under its own
     *     names: {@code basic.auth.*}, {@code bearer.auth.*}, {@code http.connect.timeout.ms} (5,000 here), {@code
     *     http.read.timeout.ms} (10,000 here), {@code proxy.host}, {@code request.header.*}, each with or without the prefix {@code
     *     schema.registry.}, and {@code schema.registry.ssl.*}. Other keys are ignored. User and password may stand in the address.
     *     Host names are checked against certificates unless {@code schema.registry.ssl.endpoint.identification.algorithm} is empty
     * @param retryFor for how long a question without an answer is asked again; zero for one try
     * @throws SetupException with every problem found in the settings
     */
    public SchemaRegistry(Map<String, ?> settings, Duration retryFor) {
        this(settings, retryFor, RegistryListener.NONE, new StopSignal());
    }

    /**
     * Makes a client whose waiting is watched. Nothing is asked yet.
     *
     * @param listener told of answers and their absence; the rest as for {@link #SchemaRegistry(Map, Duration)}
     * @param stop ends all waiting when it is given, with an {@link UnavailableException}; {@link #close} gives it
     */
    public SchemaRegistry(Map<String, ?> settings, Duration retryFor, RegistryListener listener, StopSignal stop) {
        this(settings, retryFor, Pauses.system(stop), listener);
    }

    SchemaRegistry(Map<String, ?> settings, Duration retryFor, Pauses pauses) {
        this(settings, retryFor, pauses, RegistryListener.NONE);
    }

    SchemaRegistry(Map<String, ?> settings, Duration retryFor, Pauses pauses, RegistryListener listener) {
        if (retryFor.isNegative()) {
            throw new IllegalArgumentException("expected a time to retry of at least 0, got " + retryFor);
        }
        RegistrySettings checked = RegistrySettings.of(settings);
        this.connection = new RegistryConnection(checked, retryFor, pauses, listener);
        this.parser = new SchemaParser(connection, checked.secrets());
        this.unanswered = new UnansweredIds(pauses);
    }

    /**
     * The schema that events with this id were written with. Returns the same object for the same id.
     *
     * @throws RecordException {@link FailureCategory#UNKNOWN_SCHEMA} when the registry says that it has no schema with this id,
     *     {@link FailureCategory#SCHEMA_MISMATCH} when what it has is not Avro or cannot be read
     * @throws UnavailableException when there was no answer in time, or the registry refused one, or the thread was interrupted (its
     *     interrupt status is then set)
     */
    public Schema schema(int id) throws RecordException {
        Schema schema = schemas.get(id);
        return schema == null ? fetched(id) : schema;
    }

    private Schema fetched(int id) throws RecordException {
        if (id < 0) {
            throw new RecordException(
                    FailureCategory.UNKNOWN_SCHEMA, "the schema id is " + id + "; expected one from 0");
        }
        String request = "the schema with id " + id;
        ReentrantLock lock = locks.get(id % LOCKS);
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw RegistryConnection.interrupted(request, e);
        }
        try {
            Schema schema = schemas.get(id);
            if (schema != null) {
                return schema;
            }
            RecordFailure failure = unanswered.failure(id);
            if (failure != null) {
                throw new RecordException(failure);
            }
            long pause = unanswered.pauseNanos();
            if (pause > 0) {
                connection.pause(request, pause);
            }
            return fetch(id, request);
        } finally {
            lock.unlock();
        }
    }

    private Schema fetch(int id, String request) throws RecordException {
        RecordFailure failure;
        try {
            SchemaString found = connection.ask(request, Answers::isUnknownSchema, service -> service.getId(id));
            Schema schema = parser.parse(found.getSchemaType(), found.getSchemaString(), found.getReferences());
            schemas.put(id, schema);
            return schema;
        } catch (RestClientException e) {
            failure = new RecordFailure(
                    FailureCategory.UNKNOWN_SCHEMA,
                    "the schema registry at " + connection.urlText() + " has no schema with id " + id + "; it answered "
                            + connection.describe(e));
        } catch (UnreadableSchemaException e) {
            failure = new RecordFailure(
                    FailureCategory.SCHEMA_MISMATCH, "the schema with id " + id + " cannot be used: " + e.getMessage());
        }
        unanswered.remember(id, failure);
        throw new RecordException(failure);
    }

    /**
     * The latest version of a subject's schema; empty when there is no such subject.
     *
     * @throws SetupException when the credentials are refused, or the subject's schema is not Avro
     * @throws UnavailableException when there was no answer in time
     */
    public Optional<RegisteredSchema> latest(String subject) {
        Objects.requireNonNull(subject, "subject");
        String request = "the latest schema of the subject " + subject;
        try {
            var found = connection.ask(request, Answers::isFinal, service -> service.getLatestVersion(subject));
            return Optional.of(new RegisteredSchema(
                    found.getId(),
                    found.getVersion(),
                    parser.parse(found.getSchemaType(), found.getSchema(), found.getReferences())));
        } catch (RestClientException e) {
            if (Answers.isNotThere(e)) {
                return Optional.empty();
            }
            throw refused(request, e);
        } catch (UnreadableSchemaException e) {
            throw new SetupException(request + " cannot be used: " + e.getMessage());
        }
    }

    /**
     * Registers a schema under a subject, if it is not there already.
     *
     * @return the schema's id
     * @throws SetupException when the schema is incompatible with the subject's, or the credentials are refused
     * @throws UnavailableException when there was no answer in time
     */
    public int register(String subject, Schema schema) {
        Objects.requireNonNull(subject, "subject");
        String request = "an id for the schema " + schema.getFullName() + " under the subject " + subject;
        try {
            return connection
                    .ask(
                            request,
                            Answers::isFinal,
                            service -> service.registerSchema(schema.toString(), AVRO, List.of(), subject))
                    .getId();
        } catch (RestClientException e) {
            if (e.getStatus() == CONFLICT) {
                throw new SetupException("the schema " + schema.getFullName()
                        + " is incompatible with what the subject " + subject
                        + " at " + connection.urlText() + " already holds; it answered " + connection.describe(e)
                        + ". Write to another topic, or change the subject's compatibility");
            }
            throw refused(request, e);
        }
    }

    /**
     * Asks whether a schema could be registered under a subject; changes nothing. A registry that does not say, because it does not know
     * the question or this user may not ask it, is taken for one that has nothing against it.
     *
     * @return why not, in the registry's words; empty when it could, also when there is no such subject yet
     * @throws UnavailableException when there was no answer in time
     */
    public Optional<String> incompatibility(String subject, Schema schema) {
        Objects.requireNonNull(subject, "subject");
        String request = "whether the schema " + schema.getFullName() + " fits the subject " + subject;
        try {
            List<String> reasons = connection.ask(request, Answers::isFinal, service -> {
                List<String> verdict =
                        service.testCompatibility(schema.toString(), AVRO, List.of(), subject, LATEST, false);
                if (verdict.isEmpty()) {
                    return verdict;
                }
                // Asked for its reasons, the client gives these alone, and not every registry has them.
                List<String> given =
                        service.testCompatibility(schema.toString(), AVRO, List.of(), subject, LATEST, true);
                return given.isEmpty() ? verdict : given;
            });
            return reasons.isEmpty() ? Optional.empty() : Optional.of(connection.describe(String.join("; ", reasons)));
        } catch (RestClientException e) {
            return Optional.empty();
        }
    }

    /**
     * The id of a schema that is already registered under a subject.
     *
     * @throws SetupException when the subject or the schema under it does not exist, or the credentials are refused
     * @throws UnavailableException when there was no answer in time
     */
    public int lookup(String subject, Schema schema) {
        Objects.requireNonNull(subject, "subject");
        String request = "the id of the schema " + schema.getFullName() + " under the subject " + subject;
        try {
            return connection
                    .ask(
                            request,
                            Answers::isFinal,
                            service -> service.lookUpSubjectVersion(schema.toString(), AVRO, List.of(), subject, false))
                    .getId();
        } catch (RestClientException e) {
            if (Answers.isNotThere(e)) {
                throw new SetupException("the schema " + schema.getFullName() + " is not registered under the subject "
                        + subject + " at " + connection.urlText() + "; register it, or set auto.register.schemas=true");
            }
            throw refused(request, e);
        }
    }

    /**
     * Asks the registry once for something small, to see that it answers and takes the credentials.
     *
     * @throws UnavailableException when it does not
     */
    public void ping() {
        connection.askOnce("the schema types that it takes", service -> service.getSchemaTypes());
    }

    private SetupException refused(String request, RestClientException error) {
        return new SetupException("the schema registry at " + connection.urlText() + " did not give " + request
                + "; it answered " + connection.describe(error) + "; look at " + Answers.advice(error));
    }

    /** Ends all waiting with an {@link UnavailableException}. Known schemas remain. */
    @Override
    public void close() {
        connection.close();
    }
}
