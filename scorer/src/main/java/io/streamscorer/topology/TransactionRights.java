package io.streamscorer.topology;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Asks the brokers whether this user may write in transactions; begins none and leaves nothing behind. */
public final class TransactionRights {
    /*
     * Design. No request asks for a right alone: describing a transaction takes Describe, and whatever takes Write begins something. But a
     * producer that asks for a transactional id with a time-out of 24 days is refused by every broker: for its rights first, then for the
     * time-out, which brokers limit to 15 minutes unless told otherwise (transaction.max.timeout.ms). A broker that allows so much notes the
     * id, which expires unused. The id is made the way Kafka Streams makes its own, with a process id that no process has.
     */
    private static final int REFUSED_TIMEOUT_MS = Integer.MAX_VALUE;

    private TransactionRights() {}

    /**
     * Asks once.
     *
     * @param producer the settings of a producer of the scorer
     * @return what is missing, in words; empty when the right is there
     * @throws UnavailableException if no broker answers in time
     * @throws SetupException if the settings are not such that a producer can be made
     */
    public static Optional<String> missing(Map<String, Object> producer, TopicPlan plan) {
        Map<String, Object> settings = new HashMap<>(producer);
        settings.remove(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, plan.group() + "-rights");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, plan.group() + "-" + UUID.randomUUID() + "-1");
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, REFUSED_TIMEOUT_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, plan.timeout().toMillis());
        KafkaProducer<byte[], byte[]> asking = ClientFailure.open(
                plan.bootstrapServers(),
                () -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
        try {
            asking.initTransactions();
            return Optional.empty();
        } catch (AuthorizationException | AuthenticationException e) {
            return Refusal.describe(e, plan);
        } catch (TimeoutException e) {
            throw new UnavailableException(
                    "bootstrap.servers: no transaction coordinator answered at " + plan.bootstrapServers() + " within "
                            + plan.timeout().toSeconds()
                            + " s. Check that the brokers can make their topic __transaction_state"
                            + " (transaction.state.log.replication.factor)",
                    e);
        } catch (KafkaException e) {
            // Refused for its time-out: the right is there.
            return Optional.empty();
        } finally {
            asking.close(Duration.ZERO);
        }
    }
}
