package io.streamscorer.packaging;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.SetupException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A package reaches no file outside of its directory, and a path is no address. */
class ConfinedPathsTest {
    @TempDir
    private Path outer;

    private Path directory = Path.of("");

    @BeforeEach
    void make() throws Exception {
        directory = Files.createDirectory(outer.resolve("package"));
        Files.writeString(outer.resolve("secret.onnx"), "secret");
        Files.writeString(directory.resolve("model.onnx"), "model");
    }

    private void describe(String lines) throws Exception {
        Files.writeString(
                directory.resolve("model.yaml"),
                "name: n\nversion: \"1\"\ninputs: [{tensor: x, features: [a]}]\n" + lines + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file: ../secret.onnx",
                "file: /etc/passwd",
                "file: sub/../../secret.onnx",
                "file: ./../package/../secret.onnx",
                "file: .",
                "file: model.onnx\nsamples: ../secret.onnx",
                "file: model.onnx\nsamples: /etc/passwd",
                "file: model.onnx\nsamples: {file: /etc/passwd}"
            })
    void shouldReachNothingOutsideOfThePackage(String lines) throws Exception {
        // given
        describe(lines);

        // when / then
        assertThatThrownBy(() -> ModelPackage.read(directory))
                .isInstanceOf(SetupException.class)
                .hasMessageEndingWith("is outside of the package's directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9/model.onnx", "file:///etc/passwd", "jar:file:/x.zip!/model.onnx"})
    void shouldTakeAnAddressForTheNameOfAFile(String address) throws Exception {
        // given
        describe("file: \"" + address + "\"");

        // when / then
        assertThatThrownBy(() -> ModelPackage.read(directory))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("there is no file '" + address + "' in " + directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9/model", "s3://bucket/model", "file:///etc", "hdfs://host/model"})
    void shouldFetchNothing(String address) {
        // given
        Path path = Path.of(address);

        // when / then
        assertThatThrownBy(() -> ModelPackage.read(path))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("there is nothing there");
    }
}
