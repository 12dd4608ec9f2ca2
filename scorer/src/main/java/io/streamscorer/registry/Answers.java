package io.streamscorer.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** What the registry's error responses and the client's exceptions mean, in words. Stateless; any thread. */
final class Answers {
    /** Confluent's error codes: the HTTP status and two digits. */
    private static final int SUBJECT_NOT_FOUND = 40401;

    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int PROXY_AUTHENTICATION = 407;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int MAX_CHARACTERS = 300;

    private Answers() {}

    /** Whether the registry says that it has no schema with the id. A 404 without that code comes from something else. */
    static boolean isUnknownSchema(RestClientException error) {
        return error.getStatus() == NOT_FOUND && error.getErrorCode() == SCHEMA_NOT_FOUND;
    }

    /** Whether the registry says that it has no such subject, version or schema. */
    static boolean isNotThere(RestClientException error) {
        return error.getStatus() == NOT_FOUND
                && (error.getErrorCode() == SUBJECT_NOT_FOUND
                        || error.getErrorCode() == VERSION_NOT_FOUND
                        || error.getErrorCode() == SCHEMA_NOT_FOUND);
    }

    /** Whether the same request would be answered in the same way again: it, and not the registry, is to blame. */
    static boolean isFinal(RestClientException error) {
        int status = error.getStatus();
        return status >= BAD_REQUEST
                && status < SERVER_ERROR
                && status != PROXY_AUTHENTICATION
                && status != REQUEST_TIMEOUT
                && status != TOO_MANY_REQUESTS;
    }

    /** One line: the response's status, error code and message, or what failed. */
    static String describe(Exception failure, Secrets secrets) {
        if (failure instanceof RestClientException error) {
            // The client makes 0 of an error code that is missing.
            return error.getErrorCode() == 0
                    ? "HTTP " + error.getStatus() + " without a registry's error code"
                    : "HTTP " + error.getStatus() + ": " + line(String.valueOf(error.getMessage()), secrets);
        }
        if (failure instanceof JsonProcessingException) {
            return "HTTP 200, but not the JSON of a schema registry";
        }
        return reasons(failure, secrets);
    }

    /** One line: the exception's and its causes' messages. */
    static String reasons(Throwable thrown, Secrets secrets) {
        List<String> reasons = new ArrayList<>();
        Throwable at = thrown;
        while (at != null && reasons.size() < 5) {
            String message = at.getMessage();
            Throwable cause = at.getCause();
            boolean repeatsCause = cause != null && cause.toString().equals(message);
            if (!repeatsCause) {
                reasons.add(at.getClass().getSimpleName() + (message == null ? "" : ": " + line(message, secrets)));
            }
            at = cause;
        }
        return String.join("; because of ", reasons);
    }

    /** What to look at, as it completes "look at ...". */
    static String advice(Exception failure) {
        if (failure instanceof RestClientException error) {
            return switch (error.getStatus()) {
                case UNAUTHORIZED, FORBIDDEN ->
                    "basic.auth.credentials.source and basic.auth.user.info, or bearer.auth.*, and what that user may do";
                case NOT_FOUND ->
                    "the path in schema.registry.url: what answers there is no schema registry (Apicurio Registry's path is"
                            + " /apis/ccompat/v7)";
                case TOO_MANY_REQUESTS -> "the registry's limit on requests";
                default -> "the registry's own log";
            };
        }
        if (hasCause(failure, SSLException.class)) {
            return "schema.registry.ssl.truststore.location and whether the certificate is for the host in schema.registry.url";
        }
        if (hasCause(failure, UnknownHostException.class)) {
            return "the host in schema.registry.url";
        }
        if (hasCause(failure, SocketTimeoutException.class)) {
            return "whether the registry is overloaded, and schema.registry.http.read.timeout.ms";
        }
        if (hasCause(failure, ConnectException.class)) {
            return "whether the registry runs, and the host and port in schema.registry.url";
        }
        if (failure instanceof JsonProcessingException) {
            return "schema.registry.url: what answers there is no schema registry";
        }
        return "schema.registry.url and the registry's own log";
    }

    /** The text without credentials on one line, at most {@value #MAX_CHARACTERS} characters long. */
    static String line(String text, Secrets secrets) {
        // Hidden first: a credential that is cut or joined to one line would no longer be found.
        String line = secrets.hide(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_CHARACTERS ? line : line.substring(0, MAX_CHARACTERS) + "...";
    }

    private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 100; depth++) {
            if (type.isInstance(at)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }
}
