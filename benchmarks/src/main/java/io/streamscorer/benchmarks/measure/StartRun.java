package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.stage.ContestantProcess;
import io.streamscorer.benchmarks.stage.Pause;
import io.streamscorer.benchmarks.stage.Stage;
import io.streamscorer.registry.WireFormat;
import io.streamscorer.sandbox.cards.CardSimulator;
import io.streamscorer.schemas.CardTransaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Measures how long the scorer takes to begin: an event of the demo is on the topic, {@code bin/scorer run} is started as it is shipped, and
 * the time from then to the poll that returns the prediction to a {@code read_committed} reader is taken. All topics are there, the broker
 * lets a group form at once.
 */
public final class StartRun {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private StartRun() {}

    /**
     * Measures once.
     *
     * @param model the demo's model package
     * @param options for the scorer's JVM, beside those that it has itself
     * @return the time in seconds
     */
    public static double seconds(Stage stage, Path model, String options) {
        String input = stage.unique("card-transactions");
        int schemaId = stage.register(input, CardTransaction.getClassSchema());
        stage.topics().create(input, 1, Map.of());
        send(stage, input, event(schemaId));
        try (OutputTopic output = OutputTopic.create(stage, 1, Map.of());
                Visibility visibility = Visibility.start(output)) {
            long start = System.nanoTime();
            try (ContestantProcess process = stage.startShipped(input, output.name(), model, options)) {
                boolean seen = Pause.until(
                        () -> {
                            process.requireAlive();
                            visibility.requireGood();
                            return visibility.seen() > 0;
                        },
                        Duration.ofMillis(1),
                        TIMEOUT);
                double seconds = (System.nanoTime() - start) * 1e-9;
                if (!seen) {
                    throw new IllegalStateException("The scorer gave no prediction within " + TIMEOUT
                            + ". The end of its log:\n" + process.logTail());
                }
                return seconds;
            }
        } finally {
            stage.topics().delete(List.of(input));
        }
    }

    private static byte[] event(int schemaId) {
        CardTransaction event = new CardSimulator(1).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(WireFormat.prefix(schemaId));
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<>(CardTransaction.class).write(event, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("An event could not be encoded", e);
        }
        return bytes.toByteArray();
    }

    private static void send(Stage stage, String topic, byte[] event) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stage.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, EventTopic.key(0), event)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The event could not be sent", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending", e);
        }
    }
}
