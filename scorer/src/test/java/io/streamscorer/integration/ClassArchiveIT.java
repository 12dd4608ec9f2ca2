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

/** {@code bin/scorer} with the archive of loaded classes that Java kept once. */
class ClassArchiveIT {
    private static final String OWN_CLASS_FROM_ARCHIVE = "io.streamscorer.cli.Main source: shared objects file";
    private static final String OWN_CLASS_FROM_JAR = "io.streamscorer.cli.Main source: file:";

    @TempDir
    private Path folder;

    private Path home;
    private Path archive;
    private ScorerCommand scorer;

    @BeforeEach
    void copyTheDistribution() throws IOException {
        home = folder.resolve("stream-scorer");
        archive = home.resolve("scorer.jsa");
        copy(ScorerInstance.distribution(), home);
        scorer = new ScorerCommand(home, folder);
    }

    @Test
    void shouldTakeClassesFromTheArchiveThatStandsBesideTheLibraries() throws Exception {
        // given
        keepClasses();

        // when
        ScorerCommand.Finished run = version("-Xlog:class+load");

        // then
        assertThat(run.exitStatus()).as(run.errors()).isZero();
        assertThat(run.output()).contains(OWN_CLASS_FROM_ARCHIVE).doesNotContain(OWN_CLASS_FROM_JAR);
    }

    @Test
    void shouldStartWithoutAWordWhereTheArchiveDoesNotFit() throws Exception {
        // given: a library that was replaced
        keepClasses();
        try (var libraries = Files.list(home.resolve("lib"))) {
            Path replaced = libraries
                    .filter(library -> library.getFileName().toString().startsWith("scorer-"))
                    .findFirst()
                    .orElseThrow();
            Files.setLastModifiedTime(replaced, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
        }

        // when
        ScorerCommand.Finished quiet = version("-Xmx256m");
        ScorerCommand.Finished loading = version("-Xlog:class+load");

        // then
        assertThat(quiet.exitStatus()).isZero();
        assertThat(quiet.errors()).isEmpty();
        assertThat(quiet.output()).matches("Stream Scorer \\S+\\n");
        assertThat(loading.output()).contains(OWN_CLASS_FROM_JAR).doesNotContain(OWN_CLASS_FROM_ARCHIVE);
    }

    private void keepClasses() throws IOException, InterruptedException {
        ScorerCommand.Finished kept = version("-XX:ArchiveClassesAtExit=kept.jsa");
        assertThat(kept.exitStatus()).isZero();
        assertThat(kept.errors() + kept.output()).matches("Stream Scorer \\S+\\n");
        Files.move(folder.resolve("kept.jsa"), archive);
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
