package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.sandbox.audit.AuditReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
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

    /** Runs the trial to its end: the instances that are then there are ready, have answered what they can, and stop cleanly. */
    Outcome run(Consumer<FaultTrial> fault) {
        Setups.createTopics(backbone, input, PARTITIONS);
        Map<Integer, Long> pauses;
        try (ExaminationFeed feed = ExaminationFeed.start(backbone, input, PARTITIONS, EVENTS_PER_SECOND)) {
            for (int number = 0; number < 2; number++) {
                instances.add(
                        start("instance-" + number, Map.of("bootstrap.servers", backbone.bootstrapServers(number))));
            }
            instances.forEach(ScorerInstance::awaitReady);
            Await.until("both score", TIMEOUT, () -> answered() > 2L * EVENTS_PER_SECOND);
            pauses = pausesDuring(fault);
            feed.finish();
        }
        AuditReport audit = Settling.await(backbone, input);
        instances.forEach(FaultTrial::terminate);
        return new Outcome(audit, Collections.max(pauses.values()));
    }

    /** Lets the fault happen, until each partition has new predictions; the longest pause of each. */
    private Map<Integer, Long> pausesDuring(Consumer<FaultTrial> fault) {
        AtomicBoolean over = new AtomicBoolean();
        try (PauseWatch pauses = new PauseWatch(backbone, output())) {
            CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    pauses.watch(WATCH);
                }
            });
            try {
                pause(Duration.ofSeconds(5));
                fault.accept(this);
                instances.forEach(ScorerInstance::awaitReady);
                Map<TopicPartition, Long> before = Answers.endOffsetsByPartition(backbone, output());
                Await.until(
                        "each partition has new predictions",
                        TIMEOUT,
                        () -> Answers.endOffsetsByPartition(backbone, output()).entrySet().stream()
                                .allMatch(end -> end.getValue() > before.getOrDefault(end.getKey(), 0L)));
            } finally {
                over.set(true);
                watching.join();
            }
            assertThat(pauses.longest()).as("partitions with predictions").hasSize(PARTITIONS);
            return pauses.longest();
        }
    }

    private long answered() {
        return Answers.endOffsets(backbone, output());
    }

    private String output() {
        return input + "-out";
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

    /** Fails unless the first and the last predictions together are of just these versions of the model. */
    void requireVersions(List<String> versions) {
        Set<String> seen = new TreeSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer = Answers.consumer(backbone)) {
            Answers.endOffsetsByPartition(backbone, output()).forEach((partition, end) -> {
                consumer.assign(List.of(partition));
                for (long offset : List.of(0L, Math.max(0, end - 20))) {
                    consumer.seek(partition, offset);
                    consumer.poll(Duration.ofSeconds(10))
                            .forEach(record ->
                                    seen.add(Answers.prediction(record.value()).getModelVersion()));
                }
            });
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(versions);
    }

    /** Fails unless what an instance has put out says that the fault was felt. */
    void requireFelt(int number, String words) {
        assertThat(instance(number).output())
                .as("output of instance %d", number)
                .containsPattern(words);
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
