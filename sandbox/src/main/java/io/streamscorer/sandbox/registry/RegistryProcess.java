package io.streamscorer.sandbox.registry;

import io.streamscorer.sandbox.ports.FreePorts;
import io.streamscorer.sandbox.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry (Apicurio Registry) as a child process on the loopback address, with its schemas in memory. It speaks the Confluent
 * Schema Registry's API below {@link #url}.
 *
 * <p>The process ends with this one. Its methods may be called from any thread, one at a time.
 */
public final class RegistryProcess implements AutoCloseable {
    /** The system property that names the folder of the unpacked distribution. */
    public static final String DIRECTORY_PROPERTY = "sandbox.registry.directory";

    private static final List<Path> DEFAULT_DIRECTORIES = List.of(
            Path.of("sandbox/target/registry"), Path.of("target/registry"), Path.of("../sandbox/target/registry"));
    private static final String HOST = "127.0.0.1";
    private static final String API = "/apis/ccompat/v7";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final int TAIL_LINES = 30;

    private final Path jar;
    private final Path logFile;
    private final int port;
    private @Nullable ChildProcess process;

    private RegistryProcess(Path jar, Path logFile, int port) {
        this.jar = jar;
        this.logFile = logFile;
        this.port = port;
    }

    /**
     * Starts the registry of {@link #findDirectory} on a free port, with its log in {@code registry.log} of that directory's parent. The
     * caller closes it.
     *
     * @throws IllegalStateException when it does not start; the message holds the end of its log
     */
    public static RegistryProcess start() {
        Path directory = findDirectory();
        return start(directory, 0, directory.resolveSibling("registry.log"));
    }

    /**
     * Starts a registry and returns when it answers. The caller closes it.
     *
     * @param directory the unpacked distribution
     * @param port the port that it listens on, 0 for a free one
     * @param logFile where its output goes; made anew
     * @throws IllegalStateException when it does not start; the message holds the end of its log
     */
    public static RegistryProcess start(Path directory, int port, Path logFile) {
        RegistryProcess registry =
                new RegistryProcess(findJar(directory), logFile.toAbsolutePath(), port == 0 ? FreePorts.one() : port);
        registry.restart();
        return registry;
    }

    /**
     * The folder of the unpacked distribution: what the system property {@value #DIRECTORY_PROPERTY} says, else {@code
     * sandbox/target/registry} as seen from the project's root or from one of its modules.
     *
     * @throws IllegalStateException when there is none
     */
    public static Path findDirectory() {
        @Nullable String configured = System.getProperty(DIRECTORY_PROPERTY);
        if (configured != null) {
            return Path.of(configured).toAbsolutePath();
        }
        return DEFAULT_DIRECTORIES.stream()
                .filter(Files::isDirectory)
                .findFirst()
                .map(Path::toAbsolutePath)
                .orElseThrow(() -> new IllegalStateException(String.format(
                        Locale.ROOT,
                        "No schema registry found: none of %s is a folder as seen from %s. Build the sandbox module (mvn package), or name the folder with -D%s",
                        DEFAULT_DIRECTORIES,
                        Path.of("").toAbsolutePath(),
                        DIRECTORY_PROPERTY)));
    }

    /** The base URL of the Confluent-compatible API, for {@code schema.registry.url}; the same after a restart. */
    public String url() {
        return String.format(Locale.ROOT, "http://%s:%d%s", HOST, port, API);
    }

    /** Where the registry's output goes. */
    public Path logFile() {
        return logFile;
    }

    /** Stops the registry, which forgets its schemas, and keeps its port for {@link #restart}. Does nothing if it is stopped. */
    public void stop() {
        try (ChildProcess running = process) {
            process = null;
            if (running != null && running.terminate(STOP_TIMEOUT).isEmpty()) {
                throw new IllegalStateException("The schema registry did not stop within " + STOP_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Starts the registry again on the same port, without the schemas that it held. Does nothing if it is running.
     *
     * @throws IllegalStateException when it does not start; the message holds the end of its log
     */
    public void restart() {
        if (process != null) {
            return;
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dquarkus.http.host=" + HOST,
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.http.access-log.enabled=false",
                "-jar",
                jar.toString());
        ChildProcess started = ChildProcess.start(command, Map.of(), directoryOf(logFile), logFile);
        try {
            awaitReady(started);
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        process = started;
    }

    /** Stops the registry. */
    @Override
    public void close() {
        stop();
    }

    private void awaitReady(ChildProcess started) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            String problem = problemOf(client, request);
            // Asked after the answer: another process on this port may answer while ours has failed to take it.
            if (!started.isAlive()) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT,
                        "The schema registry ended with status %d before it was ready. The end of %s:\n%s",
                        started.exitStatus().orElseThrow(),
                        logFile,
                        started.logTail(TAIL_LINES)));
            }
            if (problem.isEmpty()) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT,
                        "The schema registry was not ready at %s after %s (%s). The end of %s:\n%s",
                        url(),
                        START_TIMEOUT,
                        problem,
                        logFile,
                        started.logTail(TAIL_LINES)));
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    /** What keeps the registry from being ready; empty when it is. */
    private static String problemOf(HttpClient client, HttpRequest request) {
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200 ? "" : "HTTP status " + status;
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the schema registry started", e);
        }
    }

    private static Path findJar(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            Optional<Path> jar = files.filter(
                            file -> file.getFileName().toString().endsWith("-runner.jar"))
                    .findFirst();
            return jar.orElseThrow(() -> new IllegalStateException(String.format(
                            Locale.ROOT,
                            "No schema registry in %s: it holds no *-runner.jar. Build the sandbox module (mvn package)",
                            directory)))
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new IllegalStateException(
                    String.format(
                            Locale.ROOT,
                            "No schema registry in %s: the folder cannot be read. Build the sandbox module (mvn package)",
                            directory),
                    e);
        }
    }

    private static Path directoryOf(Path file) {
        @Nullable Path directory = file.getParent();
        return directory == null ? Path.of("/") : directory;
    }
}
