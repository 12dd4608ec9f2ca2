package io.streamscorer.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/**
 * Kafka settings that carry one of the scorer's guarantees, or that Kafka Streams overrules without an error. They may be given only with
 * the value that they have anyway.
 */
final class FixedSettings {
    /**
     * @param allowed the values that may stand there; none means that the setting may not be given
     * @param reason why, for a person
     * @param passed whether an allowed value is handed to Kafka; if not, Kafka Streams sets it itself
     */
    private record Fixed(Set<String> allowed, String reason, boolean passed) {}

    private static final String OUTCOMES =
            "the scorer decides itself which events become dead letters and when the process stops";
    private static final String SERDES = "the topology reads and writes bytes with its own serializers";
    private static final String PARTITIONS = "a prediction goes to its event's partition number, which keeps the order";
    private static final String STREAMS_OWN = "Kafka Streams sets it itself and ignores any other value";

    private static final Map<String, Fixed> FIXED = new HashMap<>();

    static {
        refuse(
                OUTCOMES,
                "deserialization.exception.handler",
                "default.deserialization.exception.handler",
                "production.exception.handler",
                "default.production.exception.handler",
                "processing.exception.handler",
                "processing.exception.handler.global.enabled");
        refuse(
                OUTCOMES + "; name the topic for dead letters with dead.letter.topic",
                "errors.dead.letter.queue.topic.name");
        refuse("the scorer brings its own, which keeps events with negative timestamps", "default.timestamp.extractor");
        refuse(
                SERDES,
                "default.key.serde",
                "default.value.serde",
                "default.list.key.serde.inner",
                "default.list.key.serde.type",
                "default.list.value.serde.inner",
                "default.list.value.serde.type",
                "windowed.inner.class.serde",
                "key.serializer",
                "value.serializer",
                "key.deserializer",
                "value.deserializer");
        refuse("events are grouped by an interceptor of Kafka's own clients", "default.client.supplier");
        refuse("nothing may stand between an event and its prediction", "processor.wrapper.class");
        refuse(
                PARTITIONS,
                "partitioner.class",
                "partitioner.ignore.keys",
                "partitioner.adaptive.partitioning.enable",
                "partitioner.availability.timeout.ms");
        refuse(
                "Kafka Streams brings its own, which keeps each event and its output together",
                "partition.assignment.strategy",
                "group.remote.assignor");
        refuse("topics are looked up on the brokers; set bootstrap.servers", "bootstrap.controllers");
        refuse("the consumer group is named by application.id", "group.id");
        refuse("Kafka Streams makes it from application.id", "transactional.id");
        allow(STREAMS_OWN, false, "enable.auto.commit", "false");
        refuse("offsets are committed with the predictions; set commit.interval.ms", "auto.commit.interval.ms");
        allow(STREAMS_OWN, false, "allow.auto.create.topics", "false");
        allow("events of aborted transactions must not be scored", false, "isolation.level", "read_committed");
        allow("without it a retried send can be written twice or out of order", false, "enable.idempotence", "true");
        allow("Kafka Streams commits in one phase", false, "transaction.two.phase.commit.enable", "false");
        allow("with fewer acknowledgements a broker's failure can lose predictions", true, "acks", "all", "-1");
        allow(
                "with more, retried sends can change the order",
                true,
                "max.in.flight.requests.per.connection",
                "1",
                "2",
                "3",
                "4",
                "5");
    }

    private FixedSettings() {}

    private static void refuse(String reason, String... keys) {
        for (String key : keys) {
            FIXED.put(key, new Fixed(Set.of(), reason, false));
        }
    }

    private static void allow(String reason, boolean passed, String key, String... values) {
        FIXED.put(key, new Fixed(Set.of(values), reason, passed));
    }

    /** What is wrong with giving this Kafka setting this value, if anything. */
    static Optional<String> problem(Setting setting) {
        String prefix = KafkaDefinitions.clientPrefix(setting.key());
        String key = setting.key().substring(prefix.length());
        String value = setting.value().trim();
        Fixed fixed = fixed(setting.key());
        if (fixed != null && fixed.allowed().isEmpty()) {
            return Optional.of(setting.place() + ": may not be set: " + fixed.reason() + ". Remove it.");
        }
        if (fixed != null && !fixed.allowed().contains(value)) {
            return Optional.of(setting.place() + ": expected "
                    + String.join(" or ", fixed.allowed().stream().sorted().toList())
                    + ", is '" + Secrets.shown(setting, Type.STRING) + "': "
                    + fixed.reason()
                    + ". Remove it.");
        }
        if (!prefix.isEmpty() && key.equals("bootstrap.servers")) {
            return Optional.of(setting.place()
                    + ": may not be set: events and predictions are in one cluster. Set bootstrap.servers.");
        }
        if (!prefix.isEmpty() && key.equals("client.id")) {
            return Optional.of(
                    setting.place() + ": may not be set: Kafka Streams makes it from client.id. Set client.id.");
        }
        if (!prefix.isEmpty() && key.equals("group.protocol")) {
            return Optional.of(setting.place() + ": may not be set: " + STREAMS_OWN + ". Set group.protocol.");
        }
        if (!prefix.isEmpty() && key.equals("config.providers")) {
            return Optional.of(
                    setting.place() + ": may not be set: values are resolved once, for all. Set config.providers.");
        }
        boolean forProducer = prefix.isEmpty() || prefix.equals(KafkaDefinitions.PRODUCER);
        if (forProducer && key.equals("retries") && value.equals("0")) {
            return Optional.of(setting.place()
                    + ": expected 1 or more, is '0': without retries a broker's short failure stops the process."
                    + " Remove it.");
        }
        return Optional.empty();
    }

    /** Whether the setting is handed to Kafka when it has no {@link #problem}. */
    static boolean isPassed(String key) {
        Fixed fixed = fixed(key);
        return fixed == null || fixed.passed();
    }

    private static @Nullable Fixed fixed(String key) {
        return FIXED.get(key.substring(KafkaDefinitions.clientPrefix(key).length()));
    }
}
