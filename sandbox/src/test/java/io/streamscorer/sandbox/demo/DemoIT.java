package io.streamscorer.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.sandbox.registry.RegistryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoIT {
    private static final long TIMEOUT_SECONDS = 120;

    @TempDir
    private Path directory;

    @Test
    void shouldFailWhenEventsAreMissing() throws Exception {
        // given
        Process demo = start("drop", "--duration", "2s", "--rate", "1000", "--partitions", "1");

        // when
        int status = await(demo);

        // then
        assertThat(status).as(output()).isEqualTo(1);
        assertThat(output()).contains("The audit found defects.").containsPattern("missing +[1-9]");
    }

    @Test
    void shouldShowTheLogOfAScorerThatDoesNotStart() throws Exception {
        // given
        Process demo = start("crash", "--duration", "2s");

        // when
        int status = await(demo);

        // then
        assertThat(status).isEqualTo(1);
        assertThat(output()).contains("The scorer ended with status 3", "the model does not fit");
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void shouldAuditAndEndWithStatus0WhenStoppedByASignal() throws Exception {
        // given
        Process demo = start("none", "--rate", "200", "--broken", "0.1");
        awaitOutput(" 5 s  events");
        List<ProcessHandle> children = demo.descendants().toList();

        // when
        demo.destroy();
        int status = await(demo);

        // then
        assertThat(output())
                .contains("Kafka broker", "Counted from the topics", "empty-value", "stopped with status 0")
                .contains("Each event was answered exactly once, in order.");
        assertThat(status).as(output()).isZero();
        assertThat(children).hasSizeGreaterThanOrEqualTo(2).noneMatch(ProcessHandle::isAlive);
        assertThat(temporaryFiles()).isEmpty();
    }

    private Process start(String fault, String... options) throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        String classPath = System.getProperty("java.class.path");
        Path program = Files.createDirectories(directory.resolve("scorer/bin")).resolve("scorer");
        Files.writeString(
                program,
                String.format(
                        Locale.ROOT,
                        "#!/bin/sh\nexec '%s' -cp '%s' %s \"$@\"\n",
                        java,
                        classPath,
                        FakeScorer.class.getName()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path model = Files.createDirectories(directory.resolve("model"));
        Files.writeString(model.resolve("model.yaml"), "name: fake\n");
        List<String> command = new ArrayList<>(List.of(
                java,
                "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")),
                String.format(
                        Locale.ROOT, "-D%s=%s", RegistryProcess.DIRECTORY_PROPERTY, RegistryProcess.findDirectory()),
                "-cp",
                classPath,
                Demo.class.getName(),
                "--scorer",
                directory.resolve("scorer").toString(),
                "--model",
                model.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("demo.log").toFile());
        builder.environment().put("FAKE_SCORER_FAULT", fault);
        return builder.start();
    }

    private int await(Process demo) throws InterruptedException, IOException {
        if (!demo.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            demo.destroyForcibly();
            throw new AssertionError("The demo did not end. Its output:\n" + output());
        }
        return demo.exitValue();
    }

    private void awaitOutput(String text) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(TIMEOUT_SECONDS).toNanos();
        while (!output().contains(text)) {
            assertThat(System.nanoTime() - deadline).as(output()).isNegative();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("demo.log"), UTF_8);
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("stream-scorer-"))
                    .toList();
        }
    }
}
