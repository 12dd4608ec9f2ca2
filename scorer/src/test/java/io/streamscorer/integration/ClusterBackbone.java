package io.streamscorer.integration;

import io.streamscorer.sandbox.process.ChildProcess;
import io.streamscorer.sandbox.registry.RegistryProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;

/**
 * A cluster of three brokers, each a process that is a controller too, and a registry. Topics have three replicas, of which two must have
 * what is acknowledged, and no replica that lacks something becomes leader.
 */
final class ClusterBackbone implements Backbone {
    private static final int NODES = 3;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Path folder;
    private final String clusterId = Uuid.randomUuid().toString();
    private final List<Integer> ports = IntStream.range(0, 2 * NODES)
            .map(number -> Ports.lasting())
            .distinct()
            .boxed()
            .toList();
    private final RegistryProcess registry;
    private final List<ChildProcess> nodes = new ArrayList<>();
    private final Admin admin;

    private ClusterBackbone(Path folder, RegistryProcess registry, Map<String, String> brokerSettings) {
        this.folder = folder;
        this.registry = registry;
        for (int node = 1; node <= NODES; node++) {
            write(node, brokerSettings);
            nodes.add(process(node));
        }
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
        Await.until("three brokers serve", LIMIT, () -> serving() == NODES);
    }

    /** With files in a new folder below {@code folder}, and settings of the brokers' own. */
    static ClusterBackbone start(Path folder, Map<String, String> brokerSettings) {
        RegistryProcess registry = RegistryProcess.start();
        try {
            Path below = Files.createTempDirectory(folder, "cluster-");
            return new ClusterBackbone(below, registry, brokerSettings);
        } catch (IOException e) {
            registry.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    private void write(int node, Map<String, String> brokerSettings) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "node.id",
                Integer.toString(node),
                "listeners",
                "PLAINTEXT://" + address(port(node)) + ",CONTROLLER://" + address(controllerPort(node)),
                "controller.quorum.voters",
                IntStream.rangeClosed(1, NODES)
                        .mapToObj(each -> each + "@" + address(controllerPort(each)))
                        .collect(Collectors.joining(",")),
                "default.replication.factor",
                "3",
                "min.insync.replicas",
                "2",
                "unclean.leader.election.enable",
                "false"));
        settings.putAll(Map.of(
                "offsets.topic.replication.factor", "3",
                "transaction.state.log.replication.factor", "3",
                "transaction.state.log.min.isr", "2"));
        settings.putAll(brokerSettings);
        try (Writer writer = Files.newBufferedWriter(folder.resolve("node-" + node + ".properties"))) {
            settings.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ChildProcess process(int node) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms96m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ClusterNode.class.getName(),
                folder.resolve("node-" + node).toString(),
                clusterId,
                Integer.toString(port(node)),
                folder.resolve("node-" + node + ".properties").toString());
        Path log = folder.resolve("node-" + node + "-" + System.nanoTime() + ".log");
        return ChildProcess.start(command, Map.of(), Path.of("").toAbsolutePath(), log);
    }

    private int port(int node) {
        return ports.get(node - 1);
    }

    private int controllerPort(int node) {
        return ports.get(NODES + node - 1);
    }

    private static String address(int port) {
        return String.format(Locale.ROOT, "127.0.0.1:%d", port);
    }

    private int serving() throws Exception {
        int number = 0;
        for (ChildProcess node : nodes) {
            if (!node.isAlive()) {
                throw new AssertionError("A broker has ended:\n" + node.logTail(30));
            }
            number += Files.readString(node.logFile()).contains(ClusterNode.UP) ? 1 : 0;
        }
        return number;
    }

    /** SIGKILL to a broker, counted from 1. */
    void kill(int node) {
        nodes.get(node - 1).close();
    }

    /** Starts a broker that was killed. */
    void restart(int node) {
        nodes.set(node - 1, process(node));
    }

    /** SIGSTOP to a broker. */
    void suspend(int node) {
        nodes.get(node - 1).suspend();
    }

    /** SIGCONT to a broker. */
    void resume(int node) {
        nodes.get(node - 1).resume();
    }

    /** Waits until all brokers serve and each replica of the topics has all there is. */
    void awaitWhole(Collection<String> topics) {
        Await.until(
                "all replicas of " + topics + " are in sync",
                LIMIT,
                () -> serving() == NODES
                        && admin.describeTopics(topics).allTopicNames().get().values().stream()
                                .map(TopicDescription::partitions)
                                .flatMap(List::stream)
                                .map(TopicPartitionInfo::isr)
                                .allMatch(replicas -> replicas.size() == NODES));
    }

    Admin admin() {
        return admin;
    }

    @Override
    public String bootstrapServers() {
        return ports.stream().limit(NODES).map(ClusterBackbone::address).collect(Collectors.joining(","));
    }

    @Override
    public String registryUrl() {
        return registry.url();
    }

    @Override
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        try {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) NODES).configs(settings)))
                    .all()
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException("Could not create " + name, e);
        }
        Await.until(name + " has leaders", LIMIT, () -> {
            try {
                Answers.endOffsets(this, name);
                return true;
            } catch (RetriableException e) {
                return false;
            }
        });
        awaitWhole(List.of(name));
    }

    @Override
    public void close() {
        admin.close();
        nodes.forEach(ChildProcess::close);
        registry.close();
    }
}
