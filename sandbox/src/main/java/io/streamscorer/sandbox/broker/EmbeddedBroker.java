package io.streamscorer.sandbox.broker;

import io.streamscorer.sandbox.ports.FreePorts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker and its controller (KRaft, combined mode, one node) inside this process. It listens on the loopback address alone.
 *
 * <p>It can be stopped and started again on the same port and the same files, so that a client sees what it would see of a broker that
 * went away and came back. Its methods may be called from any thread, one at a time.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int START_ATTEMPTS = 5;
    private static final Duration TOPIC_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Path logDirectory;
    private final boolean temporary;
    private final Map<String, String> overrides;
    /** The ports of further listeners by their names. */
    private final SortedMap<String, Integer> listenerPorts = new TreeMap<>();

    private int port;
    private int controllerPort;
    private @Nullable KafkaRaftServer server;

    private EmbeddedBroker(
            Path logDirectory, boolean temporary, int port, Map<String, String> overrides, List<String> listeners) {
        this.logDirectory = logDirectory;
        this.temporary = temporary;
        this.port = port;
        this.overrides = Map.copyOf(overrides);
        listeners.forEach(listener -> listenerPorts.put(listener, 0));
    }

    /**
     * Starts a broker on a free port, with files in a new temporary directory that {@link #close} deletes. The caller closes it.
     *
     * @throws KafkaException when it does not start
     */
    public static EmbeddedBroker start() {
        return start(null, 0, Map.of());
    }

    /**
     * Starts a broker. The caller closes it.
     *
     * @param logDirectory where its files go; kept by {@link #close}, and read again if it holds a broker's files. Null for a temporary
     *     directory that {@code close} deletes
     * @param port the port that clients connect to, 0 for a free one
     * @param overrides broker settings, which win over this class's own
     * @throws KafkaException when it does not start
     */
    public static EmbeddedBroker start(@Nullable Path logDirectory, int port, Map<String, String> overrides) {
        return start(logDirectory, port, overrides, List.of());
    }

    /**
     * Starts a broker that also listens in other ways, with files in a new temporary directory that {@link #close} deletes. The caller
     * closes it.
     *
     * @param overrides broker settings, which win over this class's own; they say what each listener speaks: {@code
     *     listener.security.protocol.map}, which names {@code PLAINTEXT} and {@code CONTROLLER} too, and {@code listener.name.…}
     * @param listeners names of listeners besides {@code PLAINTEXT}, in upper case; each gets a free port, see {@link
     *     #bootstrapServers(String)}
     * @throws KafkaException when it does not start
     */
    public static EmbeddedBroker start(Map<String, String> overrides, List<String> listeners) {
        return start(null, 0, overrides, listeners);
    }

    private static EmbeddedBroker start(
            @Nullable Path logDirectory, int port, Map<String, String> overrides, List<String> listeners) {
        Path directory = logDirectory == null ? createTemporaryDirectory() : logDirectory;
        EmbeddedBroker broker = new EmbeddedBroker(directory, logDirectory == null, port, overrides, listeners);
        try {
            broker.startOnFreePorts();
        } catch (RuntimeException e) {
            broker.deleteTemporaryFiles();
            throw e;
        }
        return broker;
    }

    /** The address that clients connect to, {@code host:port}; the same after a restart. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /**
     * The address of a further listener, {@code host:port}; the same after a restart.
     *
     * @throws IllegalArgumentException when it was started without this listener
     */
    public String bootstrapServers(String listener) {
        Integer found = listenerPorts.get(listener);
        if (found == null) {
            throw new IllegalArgumentException(
                    "The embedded broker has no listener " + listener + ", only " + listenerPorts.keySet());
        }
        return HOST + ":" + found;
    }

    /** Where the broker's files are. */
    public Path logDirectory() {
        return logDirectory;
    }

    /** Whether the broker is started and not stopped. */
    public boolean isRunning() {
        return server != null;
    }

    /** Stops the broker and keeps its port and its files for {@link #restart}. Does nothing if it is stopped. */
    public void stop() {
        KafkaRaftServer running = server;
        server = null;
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
        }
    }

    /**
     * Starts the broker again after {@link #stop}, on the same port and files. Does nothing if it is running.
     *
     * @throws KafkaException when it does not start
     */
    public void restart() {
        if (server == null) {
            startServer();
        }
    }

    /**
     * Creates a topic and returns once each partition has a leader that answers. A producer that starts earlier can stay without
     * metadata for a long time.
     *
     * @param configs topic settings, such as {@code cleanup.policy}
     * @throws KafkaException when the topic exists or has no leader after 30 s
     */
    public void createTopic(String name, int partitions, Map<String, String> configs) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(configs)))
                    .all()
                    .get();
            awaitLeaders(admin, name, partitions);
        } catch (ExecutionException e) {
            throw new KafkaException("The embedded broker could not create topic " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while creating topic " + name, e);
        }
    }

    /** Stops the broker, and deletes its files unless the caller named their directory. */
    @Override
    public void close() {
        stop();
        deleteTemporaryFiles();
    }

    private static void awaitLeaders(Admin admin, String name, int partitions)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(name, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        long deadline = System.nanoTime() + TOPIC_TIMEOUT.toNanos();
        while (true) {
            try {
                admin.listOffsets(latest).all().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            }
        }
    }

    private void startOnFreePorts() {
        boolean anyPort = port == 0;
        for (int attempt = 1; ; attempt++) {
            // Another process can take the port between the probe and the broker's own bind: then probe again.
            Iterator<Integer> ports = FreePorts.find(2 + listenerPorts.size(), anyPort ? Set.of() : Set.of(port))
                    .iterator();
            controllerPort = ports.next();
            port = anyPort ? ports.next() : port;
            listenerPorts.replaceAll((listener, before) -> ports.next());
            try {
                startServer();
                return;
            } catch (RuntimeException e) {
                if (attempt == START_ATTEMPTS || !isBindFailure(e)) {
                    throw e;
                }
            }
        }
    }

    private void startServer() {
        KafkaRaftServer starting;
        try {
            format();
            starting = new KafkaRaftServer(KafkaConfig.fromProps(settings(), false), Time.SYSTEM);
        } catch (Exception e) {
            throw new KafkaException("The embedded broker could not be set up in " + logDirectory, e);
        }
        try {
            starting.startup();
        } catch (RuntimeException e) {
            starting.shutdown();
            throw new KafkaException("The embedded broker did not start on " + bootstrapServers(), e);
        }
        server = starting;
    }

    private void format() throws Exception {
        if (Files.exists(logDirectory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(logDirectory.toString()))
                .setMetadataLogDirectory(logDirectory.toString())
                .setControllerListenerName("CONTROLLER")
                .run();
    }

    private String listeners() {
        StringBuilder listeners = new StringBuilder();
        listenerPorts.forEach(
                (listener, at) -> listeners.append(String.format(Locale.ROOT, "%s://%s:%d,", listener, HOST, at)));
        return listeners
                + String.format(Locale.ROOT, "PLAINTEXT://%s:%d,CONTROLLER://%s:%d", HOST, port, HOST, controllerPort);
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "log.dirs",
                logDirectory.toString(),
                "listeners",
                listeners(),
                "controller.listener.names",
                "CONTROLLER",
                "controller.quorum.voters",
                String.format(Locale.ROOT, "1@%s:%d", HOST, controllerPort)));
        // One node: internal topics have one replica, and few partitions start faster.
        settings.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1"));
        // A mistyped topic is an error, a group forms at once, and a killed producer's transaction ends half a second
        // after it timed out.
        settings.putAll(Map.of(
                "auto.create.topics.enable", "false",
                "group.initial.rebalance.delay.ms", "0",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500",
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2",
                "log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024)));
        settings.putAll(overrides);
        return settings;
    }

    private static boolean isBindFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    private static Path createTemporaryDirectory() {
        try {
            return Files.createTempDirectory("stream-scorer-broker-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory for the embedded broker's files", e);
        }
    }

    private void deleteTemporaryFiles() {
        if (!temporary) {
            return;
        }
        try (var files = Files.walk(logDirectory)) {
            for (Path file :
                    files.sorted((left, right) -> right.compareTo(left)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded broker's files could not be deleted: " + logDirectory, e);
        }
    }
}
