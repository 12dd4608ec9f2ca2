package io.streamscorer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnpackedLibrariesTest {
    private static final Path MAPS = Path.of("/proc/self/maps");

    @Test
    void shouldLeaveNothingOfTheEngineThatIsLoaded() throws IOException {
        // given
        assumeTrue(Files.exists(MAPS), "only Linux tells what is loaded");
        OnnxEngine.start();

        // when
        UnpackedLibraries.delete();
        UnpackedLibraries.delete();

        // then
        List<String> loaded = Files.readAllLines(MAPS).stream()
                .filter(line -> line.contains("/onnxruntime-java"))
                .map(line -> line.substring(line.indexOf('/')))
                .toList();
        assertThat(loaded).isNotEmpty().allMatch(file -> file.endsWith(" (deleted)"));
        assertThat(loaded)
                .allSatisfy(file -> assertThat(Path.of(file).getParent()).doesNotExist());
    }
}
