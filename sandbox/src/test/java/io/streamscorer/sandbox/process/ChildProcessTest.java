package io.streamscorer.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildProcessTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void shouldKeepOutputAndExitStatus() throws Exception {
        // given
        List<String> command = List.of("sh", "-c", "echo one; echo two; echo $COLOUR three >&2; exit 7");

        // when
        try (ChildProcess child = start(command, Map.of("COLOUR", "red"))) {
            boolean ended = child.await(LONG);

            // then
            assertThat(ended).isTrue();
            assertThat(child.exitStatus()).hasValue(7);
            assertThat(child.logTail(2)).isEqualTo("two\nred three");
        }
    }

    @Test
    void shouldPassSigtermOnAndReturnTheChildsOwnStatus() throws Exception {
        // given
        String script = "trap 'echo stopping; exit 3' TERM; echo ready; while :; do sleep 0.05; done";
        try (ChildProcess child = start(List.of("sh", "-c", script), Map.of())) {
            awaitLog(child, "ready");

            // when
            var status = child.terminate(LONG);

            // then
            assertThat(status).hasValue(3);
            assertThat(child.logTail(1)).isEqualTo("stopping");
        }
    }

    @Test
    void shouldSayWhenTheChildIgnoresSigterm() throws Exception {
        // given
        try (ChildProcess child = start(List.of("sh", "-c", "trap '' TERM; echo ready; exec sleep 60"), Map.of())) {
            awaitLog(child, "ready");

            // when
            var status = child.terminate(Duration.ofMillis(200));

            // then
            assertThat(status).isEmpty();
            assertThat(child.isAlive()).isTrue();
        }
    }

    @Test
    void shouldKillTheChildWhenClosed() throws Exception {
        // given
        ChildProcess child = start(List.of("sh", "-c", "trap '' TERM; echo $$; exec sleep 60"), Map.of());
        ProcessHandle grandchild = awaitPid(child);

        // when
        child.close();

        // then
        assertThat(child.exitStatus()).hasValue(128 + 9);
        assertThat(grandchild.isAlive()).isFalse();
    }

    @Test
    void shouldNotOutliveAParentThatWasKilled() throws Exception {
        // given
        Path log = directory.resolve("grandchild.log");
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                log.toString());
        Process parent = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("parent.log").toFile())
                .start();
        ProcessHandle grandchild = awaitPid(log);

        // when
        parent.destroyForcibly();

        // then
        grandchild.onExit().get(LONG.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
        assertThat(grandchild.isAlive()).isFalse();
    }

    /** A process that starts a child and then waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path log = Path.of(arguments[0]);
            ChildProcess child = ChildProcess.start(
                    List.of("sh", "-c", "echo $$; exec sleep 60"),
                    Map.of(),
                    Path.of("").toAbsolutePath(),
                    log);
            child.await(Duration.ofMinutes(1));
        }
    }

    private ChildProcess start(List<String> command, Map<String, String> environment) {
        return ChildProcess.start(command, environment, directory, directory.resolve("child.log"));
    }

    private static void awaitLog(ChildProcess child, String text) {
        await(child.logFile(), text);
    }

    private static ProcessHandle awaitPid(ChildProcess child) {
        return awaitPid(child.logFile());
    }

    private static ProcessHandle awaitPid(Path log) {
        String pid = await(log, "\n").strip();
        Optional<ProcessHandle> handle = ProcessHandle.of(Long.parseLong(pid));
        return handle.orElseThrow();
    }

    private static String await(Path log, String text) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() - deadline < 0) {
            try {
                String content = Files.exists(log) ? Files.readString(log) : "";
                if (content.contains(text)) {
                    return content;
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        throw new AssertionError("No \"" + text + "\" in " + log);
    }
}
