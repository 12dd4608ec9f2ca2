package io.streamscorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.streamscorer.packaging.ModelPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds TorchScript's models against what torch gave where they were made. */
class PytorchModelsTest {
    private static final List<String> CLASSES = List.of("probability_low", "probability_middle", "probability_high");

    @TempDir
    private Path directory;

    @BeforeAll
    static void lookForTheNativeLibrary() {
        String platform =
                (System.getProperty("os.name") + "-" + System.getProperty("os.arch")).toLowerCase(Locale.ROOT);
        assumeTrue(
                List.of("linux-amd64", "linux-x86_64").contains(platform),
                "The tests have PyTorch's native library for Linux on x86-64 alone");
    }

    private static List<List<String>> columns(String name) {
        return switch (name) {
            case "torch-tuple" -> List.of(List.of("label"), CLASSES);
            case "torch-dict" -> List.of(List.of("alpha"), List.of("label"), CLASSES);
            case "torch-training-mode" -> List.of(CLASSES);
            default -> List.of(List.of("prediction"));
        };
    }

    @ParameterizedTest
    @CsvSource({
        "torch-plain, 1e-6",
        "torch-tuple, 1e-6",
        "torch-dict, 1e-6",
        "torch-training-mode, 1e-6",
        "torch-two-inputs, 1e-8",
        "torch-in-place, 1e-6"
    })
    void shouldGiveWhatTorchGives(String name, double tolerance) throws Exception {
        // given
        EngineScenarios model = EngineScenarios.of(name);

        // when / then
        assertThat(model.difference(columns(name))).isEqualTo(0, within(tolerance));
        assertThat(model.parallel(columns(name))).isEqualTo(0, within(tolerance));
        assertThat(model.alone()).isEqualTo(0, within(tolerance));
    }

    @Test
    void shouldCallADictionarysOutputsByItsKeys() {
        // given
        ModelPackage dictionary = ModelPackage.read(ModelFixtures.directory("torch-dict"));

        // when
        try (LoadedModel model = ModelFixtures.load(dictionary)) {
            // then
            assertThat(model.outputNames()).containsExactly("alpha", "label", "probabilities");
            assertThat(model.roles().score()).isEqualTo(new OutputRoles.Score(0, 0));
            assertThat(model.device()).isEqualTo("cpu");
        }
    }

    @Test
    void shouldSayInOneLineThatAFileIsNoModule() throws Exception {
        // given
        Path copy = ModelFixtures.copy(directory, "torch-plain");
        Path file = copy.resolve("model.pt");
        byte[] good = Files.readAllBytes(file);
        byte[] text = "name,amount\n".repeat(20).getBytes(StandardCharsets.UTF_8);

        for (byte[] bytes : List.of(Arrays.copyOf(good, good.length / 2), text, new byte[0])) {
            Files.write(file, bytes);

            // when / then
            assertThat(ModelFixtures.problems(copy))
                    .containsExactly("DIR/model.pt: is no TorchScript module, or is cut off");
        }
    }

    @Test
    void shouldSayWhatToSaveInPlaceOfWeights() throws Exception {
        // given
        Path copy = ModelFixtures.copy(directory, "torch-plain");
        Files.delete(copy.resolve("model.pt"));
        Files.copy(ModelFixtures.directory("small").resolve("state-dict.pt"), copy.resolve("model.pt"));

        // when / then
        assertThat(ModelFixtures.problems(copy))
                .containsExactly("DIR/model.pt: holds weights or an exported program, but no TorchScript module."
                        + " Save it with torch.jit.script(model.eval()).save(\"model.pt\")");
    }

    @Test
    void shouldAskForTheDtype() throws Exception {
        // given
        Path copy = changed("    dtype: float32\n", "");

        // when / then
        assertThat(ModelFixtures.problems(copy))
                .containsExactly(
                        "DIR/model.yaml: inputs: 'features' has no dtype, and the model's file does not say it."
                                + " Add, for example, dtype: float32");
    }

    @Test
    void shouldNameTheShapesThatTheModelFailsOn() throws Exception {
        // given: five features for a module that multiplies six
        Path copy = changed("shape: \\[6\\]\n    features: \\[a, ", "shape: [5]\n    features: [");

        // when / then
        assertThat(ModelFixtures.problems(copy))
                .singleElement()
                .asString()
                .startsWith("DIR/model.pt: the model fails on 3 rows of zeros")
                .contains("'features' float32[N, 5]")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"int16", "string"})
    void shouldRefuseTypesThatWouldEndTheProcess(String dtype) throws Exception {
        // given
        Path copy = changed("dtype: float32", "dtype: " + dtype);

        // when / then
        assertThat(ModelFixtures.problems(copy))
                .singleElement()
                .asString()
                .startsWith("DIR/model.pt: PyTorch takes no inputs of " + dtype + " here, but 'features' is one");
    }

    private Path changed(String pattern, String replacement) throws IOException {
        Path copy = ModelFixtures.copy(directory, "torch-plain");
        Path yaml = copy.resolve("model.yaml");
        String text = Files.readString(yaml);
        String changed = text.replaceAll(pattern, replacement);
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(yaml, changed);
        return copy;
    }
}
