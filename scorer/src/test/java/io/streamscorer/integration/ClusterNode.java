package io.streamscorer.integration;

import io.streamscorer.sandbox.broker.EmbeddedBroker;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.metadata.storage.Formatter;

/** One broker and controller of a cluster as a process of its own, which can then be killed. */
final class ClusterNode {
    /** What it prints once it serves. */
    static final String UP = "The node serves";

    private ClusterNode() {}

    /**
     * Runs until the process ends.
     *
     * @param arguments the folder of its files, made anew if it is not there; the cluster's id; the port that clients connect to; a
     *     properties file of the broker's settings
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[3]))) {
            settings.load(reader);
        }
        if (!Files.exists(folder)) {
            format(folder, arguments[1], Integer.parseInt(settings.getProperty("node.id")));
        }
        Map<String, String> overrides = settings.stringPropertyNames().stream()
                .collect(Collectors.toMap(Function.identity(), settings::getProperty));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, Integer.parseInt(arguments[2]), overrides)) {
            System.out.println(UP + " at " + broker.bootstrapServers());
            new CountDownLatch(1).await();
        }
    }

    /** With the id that all nodes of the cluster share. */
    private static void format(Path folder, String clusterId, int nodeId) throws Exception {
        Files.createDirectories(folder);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(nodeId)
                .setClusterId(clusterId)
                .setDirectories(List.of(folder.toString()))
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName("CONTROLLER")
                .run();
    }
}
