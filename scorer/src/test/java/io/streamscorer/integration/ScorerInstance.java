package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.sandbox.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code scorer run} from the distribution folder, as a process of its own. */
final class ScorerInstance implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("served on port (\\d+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ChildProcess process;
    private int port;

    private ScorerInstance(ChildProcess process) {
        this.process = process;
    }

    /** Writes the settings into a file of the folder and starts a scorer with it. */
    static ScorerInstance start(Path folder, String name, Map<String, String> settings) {
        return start(folder, name, settings, Map.of());
    }

    /** The same, with environment variables. */
    static ScorerInstance start(
            Path folder, String name, Map<String, String> settings, Map<String, String> environment) {
        return new ScorerInstance(command(folder, name, List.of("run"), settings, environment));
    }

    /** Runs a command to its end and returns exit status and output. */
    static Finished run(Path folder, String name, String command, Map<String, String> settings)
            throws InterruptedException {
        return run(folder, name, command, settings, Map.of());
    }

    /** The same, with environment variables. */
    static Finished run(
            Path folder, String name, String command, Map<String, String> settings, Map<String, String> environment)
            throws InterruptedException {
        try (ChildProcess process = command(folder, name, List.of(command), settings, environment)) {
            assertThat(process.await(Duration.ofSeconds(60)))
                    .as("the command ends")
                    .isTrue();
            return new Finished(process.exitStatus().orElseThrow(), process.logTail(200));
        }
    }

    record Finished(int exitStatus, String output) {}

    /** Starts a command with options of its own. */
    static ChildProcess command(Path folder, String name, List<String> command, Map<String, String> settings) {
        return command(folder, name, command, settings, Map.of());
    }

    private static ChildProcess command(
            Path folder,
            String name,
            List<String> command,
            Map<String, String> settings,
            Map<String, String> environment) {
        try {
            Map<String, String> variables =
                    new TreeMap<>(Map.of("JAVA_HOME", System.getProperty("java.home"), "SCORER_OPTS", "-Xmx512m"));
            variables.putAll(environment);
            Properties properties = new Properties();
            properties.putAll(settings);
            properties.putIfAbsent("http.port", "0");
            properties.putIfAbsent("http.host", "127.0.0.1");
            properties.putIfAbsent("state.dir", folder.resolve("state-" + name).toString());
            Path file = folder.resolve(name + ".properties");
            try (var out = Files.newBufferedWriter(file)) {
                properties.store(out, null);
            }
            List<String> all = new ArrayList<>();
            all.add(distribution().resolve("bin/scorer").toString());
            all.addAll(command);
            all.addAll(List.of("-c", file.toString()));
            return ChildProcess.start(all, variables, folder, folder.resolve(name + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path distribution() throws IOException {
        try (var folders = Files.list(Path.of("target"))) {
            return folders.filter(folder -> Files.isExecutable(folder.resolve("bin/scorer")))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("No distribution under target; run the phase 'package'"))
                    .toAbsolutePath();
        }
    }

    /** Waits until {@code /health/ready} answers 200. */
    ScorerInstance awaitReady() {
        Await.until("the scorer is ready", Duration.ofSeconds(60), () -> {
            assertThat(process.isAlive()).as("running\n" + process.logTail(30)).isTrue();
            return status("/health/ready") == 200;
        });
        return this;
    }

    /** The HTTP status of a path, or -1 while nothing answers. */
    int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    String body(String path) {
        try {
            return get(path).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        if (port == 0) {
            Matcher found = PORT.matcher(output());
            if (!found.find()) {
                throw new IOException("No port yet");
            }
            port = Integer.parseInt(found.group(1));
        }
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** SIGTERM; the exit status, or empty if it did not end in time. */
    OptionalInt terminate() throws InterruptedException {
        return process.terminate(Duration.ofSeconds(40));
    }

    /** SIGSTOP: it stands still until {@link #resume}. */
    void suspend() {
        process.suspend();
    }

    /** SIGCONT. */
    void resume() {
        process.resume();
    }

    /** SIGKILL. */
    void kill() {
        process.close();
    }

    /** The exit status; empty while it runs. */
    OptionalInt exitStatus() {
        return process.exitStatus();
    }

    String log() {
        return process.logTail(60);
    }

    /** All that it has put out so far. */
    String output() {
        try {
            return Files.readString(process.logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command line by which the system knows it, as {@code ps} shows it to everyone. */
    String commandLine() {
        Path file = Path.of("/proc/" + process.pid() + "/cmdline");
        try {
            return Files.exists(file)
                    ? Files.readString(file).replace('\0', ' ')
                    : ProcessHandle.of(process.pid())
                            .flatMap(handle -> handle.info().commandLine())
                            .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
