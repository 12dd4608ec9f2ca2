package io.streamscorer.integration;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;

/** Apache Kafka's own image, and Apicurio Registry's, a registry that speaks Confluent's API, as containers. */
final class ContainerBackbone implements Backbone {
    private static final String KAFKA_IMAGE = "apache/kafka:4.3.1";
    private static final String REGISTRY_IMAGE = "apicurio/apicurio-registry:3.3.3";
    private static final String REGISTRY_API = "/apis/ccompat/v7";
    private static final int REGISTRY_PORT = 8080;
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration TOPIC_LIMIT = Duration.ofSeconds(30);

    private final KafkaContainer broker;
    private final GenericContainer<?> registry;

    private ContainerBackbone(KafkaContainer broker, GenericContainer<?> registry) {
        this.broker = broker;
        this.registry = registry;
    }

    /** Starts both containers side by side and returns when both answer. */
    static ContainerBackbone start() {
        // As on the embedded broker: a mistyped topic is an error, and a killed producer's transaction ends soon after
        // it timed out. Nothing expires: scenarios write events of 1970, which a broker deletes half a minute after its
        // start.
        ContainerBackbone backbone = new ContainerBackbone(
                new KafkaContainer(KAFKA_IMAGE)
                        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                        .withEnv("KAFKA_LOG_RETENTION_MS", "-1")
                        .withEnv("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "500")
                        .withStartupTimeout(START_LIMIT),
                new GenericContainer<>(REGISTRY_IMAGE)
                        .withExposedPorts(REGISTRY_PORT)
                        .waitingFor(Wait.forHttp(REGISTRY_API + "/subjects")
                                .forPort(REGISTRY_PORT)
                                .forStatusCode(200)
                                .withStartupTimeout(START_LIMIT)));
        try {
            Startables.deepStart(backbone.broker, backbone.registry).join();
        } catch (RuntimeException e) {
            backbone.close();
            throw e;
        }
        return backbone;
    }

    @Override
    public String bootstrapServers() {
        return broker.getBootstrapServers();
    }

    @Override
    public String registryUrl() {
        return String.format(
                Locale.ROOT, "http://%s:%d%s", registry.getHost(), registry.getMappedPort(REGISTRY_PORT), REGISTRY_API);
    }

    @Override
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(name, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
                    .all()
                    .get();
            Await.until("every partition of " + name + " has a leader", TOPIC_LIMIT, () -> hasLeaders(admin, latest));
        } catch (ExecutionException e) {
            throw new KafkaException("The broker in a container could not create topic " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while creating topic " + name, e);
        }
    }

    private static boolean hasLeaders(Admin admin, Map<TopicPartition, OffsetSpec> partitions) throws Exception {
        try {
            admin.listOffsets(partitions).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        broker.close();
        registry.close();
    }
}
