package io.streamscorer.topology;

import io.streamscorer.failure.SetupException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;

/** Makes Kafka's clients, or says why the settings are not such that one can be made, without secrets. */
public final class ClientFailure {
    /** The outer reason and the one behind it; further down is how a library works. */
    private static final int REASONS = 2;

    private static final Pattern URL_USER_INFO = Pattern.compile("(?<=://)[^/@\\s,]*@");
    /** The text in quotes may be a piece of a password that ended too early. */
    private static final Pattern QUOTED = Pattern.compile("'[^']*'");

    private static final String CAUSED_BY = "Caused by: ";
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    private ClientFailure() {}

    /**
     * A client of Kafka's.
     *
     * @param bootstrapServers as configured, for messages
     * @param client makes it
     * @throws SetupException if the settings are not such that it can be made
     */
    public static <T> T open(String bootstrapServers, Supplier<T> client) {
        try {
            return client.get();
        } catch (KafkaException e) {
            throw new SetupException("bootstrap.servers: no client for " + bootstrapServers + ": " + describe(e), e);
        }
    }

    /** The reasons on one line, and what to look at. */
    private static String describe(Throwable error) {
        List<String> reasons = new ArrayList<>();
        boolean login = false;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            login |= cause instanceof LoginException;
            String message = message(cause);
            boolean repeats = cause.getCause() != null
                    && message.equals(cause.getCause().toString().strip());
            String reason = innermost(message);
            if (!reason.isEmpty()
                    && !repeats
                    && !reason.startsWith("Failed to create ")
                    && !reason.startsWith("Failed to construct ")
                    && !reasons.contains(reason)) {
                reasons.add(reason);
            }
        }
        String line = reasons.isEmpty()
                ? error.getClass().getSimpleName()
                : String.join(": ", reasons.subList(0, Math.min(REASONS, reasons.size())));
        String harmless = URL_USER_INFO
                .matcher(line.contains(" in JAAS config") ? QUOTED.matcher(line).replaceAll("...") : line)
                .replaceAll("[hidden]@")
                .replaceFirst("\\.$", "");
        if (line.contains(ALLOWED_URLS)) {
            return harmless + ": SCORER_OPTS=-D" + ALLOWED_URLS + "=<address>";
        }
        if (line.contains("JAAS")) {
            return harmless
                    + ". Expected sasl.jaas.config=<login module> required <name>=\"<value>\" ...; with \\\" for a"
                    + " quotation mark in a value";
        }
        return login ? harmless + ". Check sasl.jaas.config and sasl.oauthbearer.*" : harmless;
    }

    private static String message(Throwable cause) {
        if (cause instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return cause.getMessage() == null ? "" : cause.getMessage().strip();
    }

    /** Java's login puts a whole stack trace into its message where a login module fails in an unforeseen way. */
    private static String innermost(String message) {
        List<String> lines = message.lines().toList();
        if (lines.size() < 2) {
            return message;
        }
        String last = lines.stream()
                .filter(line -> line.startsWith(CAUSED_BY))
                .reduce((first, second) -> second)
                .map(line -> line.substring(CAUSED_BY.length()))
                .orElse(lines.get(0));
        return last.replaceFirst("^[\\w.$]+(Exception|Error): ", "");
    }
}
