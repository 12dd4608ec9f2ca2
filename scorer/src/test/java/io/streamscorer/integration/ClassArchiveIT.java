package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/scorer} with an archive of loaded classes, made and named as the README says. */
class ClassArchiveIT {
    private static final String OWN_CLASS_FROM_ARCHIVE = "io.streamscorer.cli.Main source: shared objects file";
    private static final String OWN_CLASS_FROM_JAR = "io.streamscorer.cli.Main source: file:";

    @TempDir
    private Path folder;

    private Path home;
    private ScorerCommand scorer;

    @BeforeEach
    void keepClasses() throws Exception {
        home = folder.resolve("stream-scorer");
        scorer = new ScorerCommand(home, folder);
        copy(ScorerInstance.distribution(), home);
        ScorerCommand.Finished kept = version("-XX:ArchiveClassesAtExit=scorer.jsa -Xlog:cds*=error");
        assertThat(kept.exitStatus()).as(kept.errors()).isZero();
        assertThat(kept.errors() + kept.output()).matches("Stream Scorer \\S+\\n");
        Files.writeString(
                home.resolve("conf/jvm.options"), "-XX:SharedArchiveFile=" + folder.resolve("scorer.jsa") + "\n");
    }

    @Test
    void shouldLoadClassesFromTheArchive() throws Exception {
        // when: Java must not start without it
        ScorerCommand.Finished run = version("-Xshare:on -Xlog:class+load");

        // then
        assertThat(run.exitStatus()).as(run.errors()).isZero();
        assertThat(run.output()).contains(OWN_CLASS_FROM_ARCHIVE).doesNotContain(OWN_CLASS_FROM_JAR);
    }

    @Test
    void shouldStartWithAnArchiveThatDoesNotFit() throws Exception {
        // given: a library that was replaced
        try (var libraries = Files.list(home.resolve("lib"))) {
            Path replaced = libraries
                    .filter(library -> library.getFileName().toString().startsWith("scorer-"))
                    .findFirst()
                    .orElseThrow();
            Files.setLastModifiedTime(replaced, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
        }

        // when
        ScorerCommand.Finished run = version("-Xlog:class+load");

        // then
        assertThat(run.exitStatus()).as(run.errors()).isZero();
        assertThat(run.output()).contains(OWN_CLASS_FROM_JAR).doesNotContain(OWN_CLASS_FROM_ARCHIVE);
    }

    private ScorerCommand.Finished version(String options) throws IOException, InterruptedException {
        return scorer.run(Map.of("SCORER_OPTS", options), List.of("--version"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
