package io.streamscorer.benchmarks.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxProcessTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReadSizesInBytesAndNumbersAsTheyAre() throws IOException {
        // given
        Files.writeString(
                directory.resolve("status"),
                "Name:\tjava\nVmHWM:\t  700000 kB\nVmRSS:\t  512345 kB\nVmRSSOther:\t 1 kB\nThreads:\t83\n");
        Files.createDirectories(directory.resolve("fd/0"));
        Files.createDirectories(directory.resolve("fd/17"));

        // when
        LinuxProcess process = new LinuxProcess(directory);

        // then
        assertThat(process.status("VmRSS")).hasValue(512_345L * 1024);
        assertThat(process.status("VmHWM")).hasValue(700_000L * 1024);
        assertThat(process.status("Threads")).hasValue(83);
        assertThat(process.status("VmSwap")).isEmpty();
        assertThat(process.openFiles()).hasValue(2);
    }

    @Test
    void shouldShowNothingOfAProcessThatIsGone() {
        // given
        LinuxProcess process = new LinuxProcess(directory.resolve("gone"));

        // then
        assertThat(process.status("VmRSS")).isEmpty();
        assertThat(process.openFiles()).isEmpty();
    }
}
