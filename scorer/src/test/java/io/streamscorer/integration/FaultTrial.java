package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.registry.WireFormat;
import io.streamscorer.sandbox.audit.AuditReport;
import io.streamscorer.schemas.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Two instances that score under load while something is done to them, and the count of their answers afterwards. One thread. */
final class FaultTrial implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final int EVENTS_PER_SECOND = 2_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration WATCH = Duration.ofMillis(200);

    private final Backbone backbone;
    private final Path folder;
    private final String input;
    private final Map<String, String> settings;
    private final RegistryGate gate;
    private final List<ScorerInstance> instances = new ArrayList<>();

    /**
     * @param input names the topics
     * @param changes settings in place of the usual ones
     */
    FaultTrial(Backbone backbone, Path folder, String input, Map<String, String> changes) {
        this.backbone = backbone;
        this.folder = folder;
        this.input = input;
        gate = new RegistryGate(backbone.registryUrl());
        settings = new TreeMap<>(Setups.good(backbone, input));
        settings.put("schema.registry.url", gate.url());
        settings.putAll(changes);
    }

    /**
     * What a trial showed.
     *
     * @param audit the count
     * @param longestPauseMillis the longest time that a partition had no prediction
     */
    record Outcome(AuditReport audit, long longestPauseMillis) {}

    /** Runs the trial to its end. */
    Outcome run(Consumer<FaultTrial> fault) {
        Setups.createTopics(backbone, input, PARTITIONS);
        PauseWatch pauses = new PauseWatch(backbone, input + "-out");
        boolean[] over = {false};
        CompletableFuture<Void> watching;
        try (ExaminationFeed feed = ExaminationFeed.start(backbone, input, PARTITIONS, EVENTS_PER_SECOND)) {
            for (int number = 0; number < 2; number++) {
                instances.add(
                        start("instance-" + number, Map.of("bootstrap.servers", backbone.bootstrapServers(number))));
            }
            instances.forEach(ScorerInstance::awaitReady);
            Await.until("both score", TIMEOUT, () -> answered() > 2L * EVENTS_PER_SECOND);
            watching = CompletableFuture.runAsync(() -> {
                while (!isOver(over)) {
                    pauses.watch(WATCH);
                }
            });
            pause(Duration.ofSeconds(5));
            fault.accept(this);
            long before = answered();
            Await.until("predictions come again", TIMEOUT, () -> answered() > before + EVENTS_PER_SECOND);
            synchronized (over) {
                over[0] = true;
            }
            watching.join();
            feed.finish();
        }
        pauses.close();
        AuditReport audit = Settling.await(backbone, input);
        return new Outcome(audit, Collections.max(pauses.longest().values()));
    }

    private static boolean isOver(boolean[] over) {
        synchronized (over) {
            return over[0];
        }
    }

    private long answered() {
        return Answers.endOffsets(backbone, input + "-out");
    }

    /** The backbone of a trial whose broker is in this process. */
    EmbeddedBackbone backbone() {
        return EmbeddedBackbone.class.cast(backbone);
    }

    RegistryGate gate() {
        return gate;
    }

    Path folder() {
        return folder;
    }

    ScorerInstance instance(int number) {
        return instances.get(number);
    }

    /** Starts an instance that the caller closes. */
    ScorerInstance start(String name, Map<String, String> changes) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.putAll(changes);
        return ScorerInstance.start(folder, input + "-" + name + "-" + System.nanoTime(), changed);
    }

    /** Starts another instance in the place of one that has ended. */
    void replace(int number, Map<String, String> changes) {
        instances.set(number, start("instance-" + number, changes)).close();
    }

    /** Fails unless predictions of just these versions of the model are there. */
    void requireVersions(List<String> versions) {
        SpecificDatumReader<Prediction> reader = new SpecificDatumReader<>(Prediction.class);
        try (KafkaConsumer<byte[], byte[]> consumer = Answers.consumer(backbone)) {
            List<TopicPartition> partitions = consumer.partitionsFor(input + "-out").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Set<String> seen = partitions.stream()
                    .flatMap(partition -> {
                        consumer.assign(List.of(partition));
                        List<byte[]> ofEnds = new ArrayList<>();
                        for (long offset : List.of(0L, Math.max(0, ends.getOrDefault(partition, 0L) - 20))) {
                            consumer.seek(partition, offset);
                            consumer.poll(Duration.ofSeconds(10)).forEach(record -> ofEnds.add(record.value()));
                        }
                        return ofEnds.stream();
                    })
                    .map(value -> version(reader, value))
                    .collect(Collectors.toSet());
            assertThat(seen).containsExactlyInAnyOrderElementsOf(versions);
        }
    }

    private static String version(SpecificDatumReader<Prediction> reader, byte[] value) {
        try {
            return reader.read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            value,
                                            WireFormat.PREFIX_BYTES,
                                            value.length - WireFormat.PREFIX_BYTES,
                                            null))
                    .getModelVersion()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void terminate(ScorerInstance instance) {
        try {
            assertThat(instance.terminate()).as(instance.log()).hasValue(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Lets time pass in which the fault does its work. */
    static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @Override
    public void close() {
        instances.forEach(ScorerInstance::close);
        gate.close();
    }
}
