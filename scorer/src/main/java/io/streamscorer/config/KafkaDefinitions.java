package io.streamscorer.config;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings that Kafka defines, and the prefixes by which Kafka Streams hands them to one client. */
final class KafkaDefinitions {
    static final String CONSUMER = StreamsConfig.CONSUMER_PREFIX;
    static final String MAIN_CONSUMER = StreamsConfig.MAIN_CONSUMER_PREFIX;
    static final String PRODUCER = StreamsConfig.PRODUCER_PREFIX;
    static final String ADMIN = StreamsConfig.ADMIN_CLIENT_PREFIX;
    static final String TOPIC = StreamsConfig.TOPIC_PREFIX;
    static final String CLIENT_TAG = StreamsConfig.CLIENT_TAG_PREFIX;

    private static final ConfigDef STREAMS = StreamsConfig.configDef();
    private static final ConfigDef CONSUMERS = ConsumerConfig.configDef();
    private static final ConfigDef PRODUCERS = ProducerConfig.configDef();
    private static final ConfigDef ADMINS = AdminClientConfig.configDef();
    private static final Set<String> TOPIC_NAMES = topicNames();

    /** Each client's prefix and definition. The longer prefixes come first. */
    private static final Map<String, ConfigDef> BY_PREFIX = new LinkedHashMap<>();

    static {
        BY_PREFIX.put(MAIN_CONSUMER, CONSUMERS);
        BY_PREFIX.put(StreamsConfig.RESTORE_CONSUMER_PREFIX, CONSUMERS);
        BY_PREFIX.put(StreamsConfig.GLOBAL_CONSUMER_PREFIX, CONSUMERS);
        BY_PREFIX.put(CONSUMER, CONSUMERS);
        BY_PREFIX.put(PRODUCER, PRODUCERS);
        BY_PREFIX.put(ADMIN, ADMINS);
    }

    private KafkaDefinitions() {}

    static ConfigDef consumer() {
        return CONSUMERS;
    }

    static ConfigDef producer() {
        return PRODUCERS;
    }

    static ConfigDef admin() {
        return ADMINS;
    }

    /** The client prefix that the key begins with, with its dot; empty for none. */
    static String clientPrefix(String key) {
        return BY_PREFIX.keySet().stream().filter(key::startsWith).findFirst().orElse("");
    }

    /**
     * The definitions of a key: under a client's prefix that client's; else Kafka Streams', whose word on a key that clients know too goes
     * before theirs ({@code group.protocol}); else those of all clients that know it. Empty when none does.
     */
    static List<ConfigKey> definitions(String key) {
        String prefix = clientPrefix(key);
        if (!prefix.isEmpty()) {
            return definitions(key.substring(prefix.length()), List.of(clientDefinition(prefix)));
        }
        return definitions(
                key, STREAMS.names().contains(key) ? List.of(STREAMS) : List.of(CONSUMERS, PRODUCERS, ADMINS));
    }

    private static List<ConfigKey> definitions(String key, List<ConfigDef> places) {
        List<ConfigKey> found = new ArrayList<>();
        for (ConfigDef place : places) {
            ConfigKey configKey = place.configKeys().get(key);
            if (configKey != null) {
                found.add(configKey);
            }
        }
        return found;
    }

    private static ConfigDef clientDefinition(String prefix) {
        return Objects.requireNonNull(BY_PREFIX.get(prefix), prefix);
    }

    /** The keys that may follow the client's prefix. */
    static Set<String> clientKeys(String prefix) {
        return clientDefinition(prefix).names();
    }

    /** The keys of topics, as they follow {@code topic.}. */
    static Set<String> topicKeys() {
        return TOPIC_NAMES;
    }

    /** Every key that Kafka knows, with and without prefixes. */
    static Set<String> allKeys() {
        Set<String> keys = new TreeSet<>();
        for (ConfigDef definition : List.of(STREAMS, CONSUMERS, PRODUCERS, ADMINS)) {
            keys.addAll(definition.names());
        }
        BY_PREFIX.forEach((prefix, definition) -> definition.names().forEach(name -> keys.add(prefix + name)));
        TOPIC_NAMES.forEach(name -> keys.add(TOPIC + name));
        return keys;
    }

    private static Set<String> topicNames() {
        Set<String> names = new LinkedHashSet<>();
        for (Field field : TopicConfig.class.getFields()) {
            if (field.getName().endsWith("_CONFIG")) {
                try {
                    names.add((String) field.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("Kafka's class TopicConfig cannot be read", e);
                }
            }
        }
        return names;
    }
}
