package io.streamscorer.topology;

import io.streamscorer.failure.StopSignal;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients of Kafka Streams, as it makes them itself, but with a {@link FencingProducer} and a {@link LeavingConsumer}. Thread-safe. The
 * caller closes what it is given.
 */
public final class StreamsClients implements KafkaClientSupplier {
    private final Stopping stopping;

    /**
     * For one Kafka Streams client.
     *
     * @param stop given before it is told to end
     * @param listener told what its threads leave undone then
     */
    public StreamsClients(StopSignal stop, StopListener listener) {
        this.stopping = new Stopping(stop, listener);
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new FencingProducer(config, stopping);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new LeavingConsumer(config, stopping);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
