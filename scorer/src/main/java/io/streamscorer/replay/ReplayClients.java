package io.streamscorer.replay;

import io.streamscorer.topology.ClientFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes Kafka's clients from the user's settings and what a replay cannot do without. The user's interceptors are left out: events go back as
 * they were. Thread-safe.
 *
 * @param admin the settings of an admin client
 * @param consumer the settings of a consumer
 * @param producer the settings of a producer
 */
public record ReplayClients(Map<String, Object> admin, Map<String, Object> consumer, Map<String, Object> producer) {
    /** As Kafka Streams has it under exactly-once: what a killed replay left open holds readers up no longer. */
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;

    private static final int MAX_BLOCK_MS = 30_000;

    public ReplayClients {
        admin = Map.copyOf(admin);
        consumer = Map.copyOf(consumer);
        producer = Map.copyOf(producer);
    }

    KafkaConsumer<byte[], byte[]> openConsumer() {
        Map<String, Object> settings = new HashMap<>(consumer);
        // It belongs to no group: what was put back stands in the ledger.
        List.of(
                        CommonClientConfigs.GROUP_ID_CONFIG,
                        CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG,
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG)
                .forEach(settings::remove);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Where retention takes letters away while they are read, what is left is read.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return open(() -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /**
     * A producer of transactions.
     *
     * @param transactionalId of which the newest producer alone may write
     */
    KafkaProducer<byte[], byte[]> openProducer(String transactionalId) {
        Map<String, Object> settings = new HashMap<>(producer);
        settings.remove(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG);
        settings.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return open(() -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    private <T> T open(Supplier<T> client) {
        return ClientFailure.open(String.valueOf(admin.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)), client);
    }
}
