package io.streamscorer.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks of settings against each other; run only when each is well by itself. */
final class CrossChecks {
    private static final String TRANSACTION_TIMEOUT = "transaction.timeout.ms";
    private static final long TRANSACTION_TIMEOUT_DEFAULT = 10_000;

    private final Map<String, Object> own;
    private final Map<String, Object> kafka;
    private final Map<String, Object> registry;
    private final Map<String, Setting> given;

    CrossChecks(
            Map<String, Object> own,
            Map<String, Object> kafka,
            Map<String, Object> registry,
            Map<String, Setting> given) {
        this.own = own;
        this.kafka = kafka;
        this.registry = registry;
        this.given = given;
    }

    /** Adds what does not fit together to {@code problems}. */
    void run(List<String> problems) {
        differ(OwnSettings.INPUT_TOPIC, OwnSettings.OUTPUT_TOPIC, "the predictions would be read as events", problems);
        differ(
                OwnSettings.INPUT_TOPIC,
                OwnSettings.DEAD_LETTER_TOPIC,
                "dead letters would be read as events for ever",
                problems);
        differ(
                OwnSettings.OUTPUT_TOPIC,
                OwnSettings.DEAD_LETTER_TOPIC,
                "readers could not tell predictions from dead letters",
                problems);
        checkRetryTimeout(problems);
        checkTransactionTimeout(problems);
        if ("streams".equalsIgnoreCase(String.valueOf(kafka.get("group.protocol")))) {
            for (String prefix : List.of("", KafkaDefinitions.CONSUMER, KafkaDefinitions.MAIN_CONSUMER)) {
                if (kafka.containsKey(prefix + "group.instance.id")) {
                    problems.add(place(prefix + "group.instance.id")
                            + ": may not be set with group.protocol=streams, which has no static"
                            + " members. Remove it, or set group.protocol=classic.");
                }
            }
        }
        checkCredentials(RegistryDefinitions.BASIC_USER_INFO, RegistryDefinitions.BASIC_SOURCE, "USER_INFO", problems);
        checkCredentials(RegistryDefinitions.BEARER_TOKEN, RegistryDefinitions.BEARER_SOURCE, "STATIC_TOKEN", problems);
    }

    private void differ(String key, String other, String why, List<String> problems) {
        if (value(key).equals(value(other))) {
            problems.add(place(other) + ": expected another topic than " + place(key) + ", both are '" + value(key)
                    + "': " + why + ".");
        }
    }

    private void checkRetryTimeout(List<String> problems) {
        long retry = (Long) value(OwnSettings.RETRY_TIMEOUT);
        long poll = number(
                kafka, "max.poll.interval.ms", 300_000, KafkaDefinitions.MAIN_CONSUMER, KafkaDefinitions.CONSUMER, "");
        if (retry >= poll) {
            problems.add(
                    place(OwnSettings.RETRY_TIMEOUT) + ": expected less than max.poll.interval.ms, which is " + poll
                            + ", is " + retry
                            + ": the group would give this process's partitions away while it still tries. Lower the one or raise the other.");
        }
    }

    private void checkTransactionTimeout(List<String> problems) {
        if (!value(OwnSettings.PROCESSING_GUARANTEE).equals(ProcessingGuarantee.EXACTLY_ONCE_V2.wireName())) {
            return;
        }
        long timeout = number(kafka, TRANSACTION_TIMEOUT, TRANSACTION_TIMEOUT_DEFAULT, KafkaDefinitions.PRODUCER, "");
        long commit = (Long) value(OwnSettings.COMMIT_INTERVAL);
        if (commit >= timeout) {
            problems.add(
                    place(OwnSettings.COMMIT_INTERVAL) + ": expected less than " + KafkaDefinitions.PRODUCER
                            + TRANSACTION_TIMEOUT
                            + ", which is " + timeout + ", is " + commit
                            + ": the broker would abort each transaction before it is committed. Lower the one or raise the other.");
        }
    }

    /** The registry's client ignores credentials silently unless their source is named. */
    private void checkCredentials(String credentials, String source, String expected, List<String> problems) {
        Object named = effective(registry, source, RegistryDefinitions.PREFIX, "");
        for (String prefix : List.of(RegistryDefinitions.PREFIX, "")) {
            if (registry.containsKey(prefix + credentials) && !expected.equals(named)) {
                problems.add(place(prefix + credentials) + ": would not be used: expected " + prefix + source + "="
                        + expected + ", " + (named == null ? "which is not set" : "is '" + named + "'") + ". Set it.");
            }
        }
    }

    private Object value(String key) {
        return Objects.requireNonNull(own.get(key), key);
    }

    private String place(String key) {
        Setting setting = given.get(key);
        return setting == null ? key + " (default)" : setting.place();
    }

    /** The number of the first of {@code prefix + key} that is there, or else the default. */
    static long number(Map<String, Object> settings, String key, long otherwise, String... prefixes) {
        Object value = effective(settings, key, prefixes);
        return value == null ? otherwise : ((Number) value).longValue();
    }

    /** The value of the first of {@code prefix + key} that is there. */
    static @Nullable Object effective(Map<String, Object> settings, String key, String... prefixes) {
        for (String prefix : prefixes) {
            Object value = settings.get(prefix + key);
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
