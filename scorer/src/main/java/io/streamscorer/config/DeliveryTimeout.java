package io.streamscorer.config;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How long the brokers may take for an answer before it is given up and scored again. Kafka Streams makes it endless under exactly-once, and a
 * commit then waits for ever for a topic that is gone.
 */
final class DeliveryTimeout {
    static final String KEY = ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG;

    /** Kafka's own. */
    private static final long MILLIS = 120_000;

    private static final long REQUEST_MILLIS = 30_000;

    private DeliveryTimeout() {}

    /**
     * Kafka's default, or more where the user lets a request take so long that Kafka's producer would refuse it.
     *
     * @param kafka what the user gives Kafka
     * @param lingerMillis the scorer's {@code linger.ms}
     */
    static int millis(Map<String, Object> kafka, long lingerMillis) {
        long least = CrossChecks.number(
                        kafka, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS, KafkaDefinitions.PRODUCER, "")
                + CrossChecks.number(
                        kafka, ProducerConfig.LINGER_MS_CONFIG, lingerMillis, KafkaDefinitions.PRODUCER, "");
        return (int) Math.min(Math.max(MILLIS, least), Integer.MAX_VALUE);
    }
}
