package io.streamscorer.benchmarks.stage;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.contestant.ContestantProgram;
import io.streamscorer.sandbox.ports.FreePorts;
import io.streamscorer.sandbox.process.ChildProcess;
import io.streamscorer.sandbox.registry.RegistryProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;

/**
 * A broker and a schema registry, each a process of its own with its files in the work directory, and what starts contestants beside them.
 * One thread. Closing it ends the processes and deletes the files.
 */
public final class Stage implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final String BROKER_HEAP = "1g";

    private final StagePlaces places;
    private final Path work;
    private final FileChannel lock;
    private final ChildProcess broker;
    private final RegistryProcess registry;
    private final String bootstrapServers;
    private final Topics topics;
    private int started;

    private Stage(
            StagePlaces places,
            Path work,
            FileChannel lock,
            ChildProcess broker,
            RegistryProcess registry,
            String bootstrapServers) {
        this.places = places;
        this.work = work;
        this.lock = lock;
        this.broker = broker;
        this.registry = registry;
        this.bootstrapServers = bootstrapServers;
        this.topics = new Topics(bootstrapServers);
    }

    /**
     * Starts broker and registry. What an earlier run left in the work directory is deleted. The caller closes it.
     *
     * @throws IllegalStateException if another run is at work there
     */
    public static Stage open(StagePlaces places) {
        Path work = places.work().toAbsolutePath();
        FileChannel lock = lock(work);
        deleteTree(work);
        try {
            Files.createDirectories(work.resolve("broker"));
        } catch (IOException e) {
            throw new UncheckedIOException("The work directory cannot be made: " + work, e);
        }
        Path address = work.resolve("broker.address");
        List<String> command =
                new ArrayList<>(List.of(Jvm.program().toString(), "-Xms" + BROKER_HEAP, "-Xmx" + BROKER_HEAP));
        command.addAll(Jvm.quiet());
        command.addAll(List.of(
                "-Dlogback.configurationFile=benchmarks-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProgram.class.getName(),
                work.resolve("broker").toString(),
                address.toString()));
        ChildProcess broker = ChildProcess.start(command, Map.of(), work, work.resolve("broker.log"));
        try {
            RegistryProcess registry =
                    RegistryProcess.start(RegistryProcess.findDirectory(), 0, work.resolve("registry.log"));
            if (!Pause.until(() -> Files.exists(address) || !broker.isAlive(), INTERVAL, START_TIMEOUT)
                    || !broker.isAlive()) {
                registry.close();
                throw new IllegalStateException("The broker did not start. The end of its log:\n" + broker.logTail(40));
            }
            return new Stage(places, work, lock, broker, registry, Files.readString(address));
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        } catch (IOException e) {
            broker.close();
            throw new UncheckedIOException("The broker's address cannot be read: " + address, e);
        }
    }

    /** The broker's address. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The broker's topics. */
    public Topics topics() {
        return topics;
    }

    /** Where the models are. */
    public Path models() {
        return places.models();
    }

    /** Where the scorer's distribution is. */
    public Path distribution() {
        return places.distribution();
    }

    /** The registry's address. */
    public String registryUrl() {
        return registry.url();
    }

    /** A name that no other call has given. */
    public String unique(String name) {
        started++;
        return name + "-" + started;
    }

    /** A file's or folder's path in the work directory. */
    public Path file(String name) {
        return work.resolve(name);
    }

    /**
     * Registers a topic's event schema.
     *
     * @return the registry's id of it
     */
    public int register(String topic, Schema schema) {
        try (CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(registry.url(), 10)) {
            return client.register(topic + "-value", new AvroSchema(schema));
        } catch (IOException e) {
            throw new UncheckedIOException("The schema registry did not answer at " + registry.url(), e);
        } catch (RestClientException e) {
            throw new IllegalStateException("The schema registry refused the schema of topic " + topic, e);
        }
    }

    /**
     * Starts a contestant. The caller closes it.
     *
     * @param application its consumer group; processes of one group share the input
     * @param outputTopic where it writes; the topic of its dead letters is that of {@link #deadLetters}
     * @param valueBytes the size of what a copy writes
     */
    public ContestantProcess start(
            Contestant contestant,
            Jvm jvm,
            ContestantSettings settings,
            String application,
            String outputTopic,
            int valueBytes) {
        String name = unique(contestant.letter());
        Path file = work.resolve(name + ".properties");
        write(properties(settings, application, outputTopic, name), file);
        int port = FreePorts.one();
        List<String> command = new ArrayList<>(List.of(Jvm.program().toString()));
        command.addAll(jvm.options());
        command.addAll(ProcessProbe.options(port));
        command.add("-Dlogback.configurationFile="
                + places.distribution().resolve("conf").resolve("logback.xml").toAbsolutePath());
        command.add("-cp");
        if (contestant == Contestant.SCORER) {
            command.add(places.distribution().resolve("lib").toAbsolutePath() + "/*");
            command.addAll(List.of("io.streamscorer.cli.Main", "run", "-c", file.toString()));
        } else {
            command.add(System.getProperty("java.class.path"));
            command.addAll(List.of(
                    ContestantProgram.class.getName(),
                    contestant.name(),
                    file.toString(),
                    Integer.toString(valueBytes)));
        }
        return new ContestantProcess(ChildProcess.start(command, Map.of(), work, work.resolve(name + ".log")), port);
    }

    /**
     * Starts {@code bin/scorer run} as it is shipped, with the JVM options that it has itself, under the default guarantee. It cannot be asked
     * what it uses. The caller closes it.
     *
     * @param model the model package
     * @param options for the JVM, beside those
     */
    public ContestantProcess startShipped(String inputTopic, String outputTopic, Path model, String options) {
        String name = unique("shipped");
        Path file = work.resolve(name + ".properties");
        Map<String, String> properties = shared(name, inputTopic, outputTopic, model, name);
        write(properties, file);
        return new ContestantProcess(
                ChildProcess.start(
                        List.of(
                                places.distribution()
                                        .resolve("bin")
                                        .resolve("scorer")
                                        .toAbsolutePath()
                                        .toString(),
                                "run",
                                "-c",
                                file.toString()),
                        Map.of("JAVA_HOME", System.getProperty("java.home"), "SCORER_OPTS", options),
                        work,
                        work.resolve(name + ".log")),
                0);
    }

    /** The topic of the dead letters that belong to an output topic. */
    public static String deadLetters(String outputTopic) {
        return outputTopic + "-dead-letters";
    }

    private Map<String, String> properties(
            ContestantSettings settings, String application, String outputTopic, String name) {
        Map<String, String> properties = shared(
                application,
                settings.inputTopic(),
                outputTopic,
                settings.workload().model(places.models()),
                name);
        properties.put("processing.guarantee", settings.guarantee().wireName());
        properties.put("num.stream.threads", Integer.toString(settings.threads()));
        properties.putAll(settings.more());
        return properties;
    }

    private Map<String, String> shared(
            String application, String inputTopic, String outputTopic, Path model, String name) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("schema.registry.url", registry.url());
        properties.put("application.id", application);
        properties.put("input.topic", inputTopic);
        properties.put("output.topic", outputTopic);
        properties.put("dead.letter.topic", deadLetters(outputTopic));
        properties.put("model.path", model.toAbsolutePath().toString());
        properties.put("http.host", "127.0.0.1");
        properties.put("http.port", "0");
        properties.put("state.dir", work.resolve("state-" + name).toString());
        return properties;
    }

    private static void write(Map<String, String> settings, Path file) {
        Properties properties = new Properties();
        properties.putAll(settings);
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file, e);
        }
    }

    /** Holds the file beside the work directory that says that a run is at work there; the operating system lets go of it with the process. */
    private static FileChannel lock(Path work) {
        Path file = work.resolveSibling(work.getFileName() + ".lock");
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new IllegalStateException("Another run is at work in " + work
                        + ". Wait for its end, or name another directory with --work");
            }
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException("The work directory cannot be locked: " + file, e);
        }
    }

    private static void deleteTree(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("What an earlier run left cannot be deleted: " + directory, e);
        }
    }

    @Override
    public void close() {
        topics.close();
        registry.close();
        broker.close();
        if (!places.keep()) {
            deleteTree(work);
        }
        try {
            lock.close();
        } catch (IOException e) {
            // The process ends soon, and the lock with it.
        }
    }
}
