package io.streamscorer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.engine.Engines;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FeatureMapping;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.ModelSettings;
import io.streamscorer.model.Models;
import io.streamscorer.packaging.ModelPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelYamlTest {
    private static final Path MODELS = Path.of("src/test/resources/models");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "breast-cancer",
                "digits-map-only",
                "diabetes-batch-4",
                "diabetes-fields",
                "wine-boosting",
                "wine-mlp-float64",
                "wine-zipmap"
            })
    void shouldWriteWhatLoadsWithoutASchemaToo(String model) throws Exception {
        // given
        copy(MODELS.resolve(model).resolve("model.onnx"));

        // when
        Files.writeString(folder.resolve("model.yaml"), yaml(null));

        // then
        try (LoadedModel loaded = load()) {
            assertThat(loaded.inputs()).isNotEmpty();
        }
    }

    @Test
    void shouldNameTheFieldsThatFitInTheSchemasOrder() throws Exception {
        // given
        Path source = Path.of("../sandbox/model/card-fraud");
        copy(source.resolve("model.onnx"));
        Schema schema = new Schema.Parser()
                .parse(Path.of("../schemas/src/main/avro/CardTransaction.avsc").toFile());

        // when
        Files.writeString(folder.resolve("model.yaml"), yaml(schema));

        // then
        try (LoadedModel loaded = load();
                LoadedModel original = Models.load(ModelPackage.read(source), new ModelSettings("cpu", 1, 16))) {
            assertThat(FeatureMapping.check(schema, new FeatureSpec(loaded.inputs(), List.of())))
                    .isEmpty();
            assertThat(fields(loaded)).isEqualTo(fields(original));
            assertThat(loaded.roles().score()).isEqualTo(original.roles().score());
        }
    }

    @Test
    void shouldGiveInputsTheFieldsOfTheirNames() throws Exception {
        // given
        copy(MODELS.resolve("diabetes-fields/model.onnx"));
        var fields = SchemaBuilder.record("Patient").fields().requiredLong("patient_id");
        for (String name : List.of("s6", "s5", "s4", "s3", "s2", "s1", "bp", "bmi", "sex", "age")) {
            fields.optionalDouble(name);
        }

        // when
        Files.writeString(folder.resolve("model.yaml"), yaml(fields.endRecord()));

        // then
        try (LoadedModel loaded = load()) {
            assertThat(loaded.inputs())
                    .allSatisfy(input -> assertThat(input.features())
                            .singleElement()
                            .satisfies(feature -> assertThat(feature.field()).hasToString(input.name())));
        }
    }

    @Test
    void shouldTakeAnArrayWhereTheSingleFieldsAreTooFew() throws Exception {
        // given
        copy(MODELS.resolve("digits-map-only/model.onnx"));
        Schema schema = SchemaBuilder.record("Scan")
                .fields()
                .requiredDouble("contrast")
                .name("pixels")
                .type()
                .array()
                .items()
                .floatType()
                .noDefault()
                .endRecord();

        // when
        Files.writeString(folder.resolve("model.yaml"), yaml(schema));

        // then
        try (LoadedModel loaded = load()) {
            assertThat(loaded.inputs().get(0).features()).singleElement().satisfies(feature -> {
                assertThat(feature.field()).hasToString("pixels");
                assertThat(feature.width()).isEqualTo(64);
            });
        }
    }

    @Test
    void shouldSayWhichColumnsNoFieldIsLeftFor() throws Exception {
        // given
        copy(MODELS.resolve("wine-mlp/model.onnx"));

        // when
        String yaml = yaml(
                SchemaBuilder.record("Wine").fields().requiredDouble("alcohol").endRecord());

        // then
        assertThat(yaml).contains("- alcohol  # double\n", "- feature_0  # CHECK: no field is left that is a number\n");
    }

    @Test
    void shouldQuoteWhatYamlWouldReadAsSomethingElse() {
        assertThat(ModelYaml.quoted("card-fraud")).isEqualTo("card-fraud");
        assertThat(ModelYaml.quoted("no")).isEqualTo("\"no\"");
        assertThat(ModelYaml.quoted("1.10")).isEqualTo("\"1.10\"");
        assertThat(ModelYaml.quoted("a \"b\" \\ #")).isEqualTo("\"a \\\"b\\\" \\\\ #\"");
    }

    private static List<String> fields(LoadedModel model) {
        return model.inputs().stream()
                .flatMap(input -> input.features().stream())
                .map(Feature::field)
                .map(Object::toString)
                .toList();
    }

    private void copy(Path file) throws Exception {
        Files.copy(file, folder.resolve("model.onnx"));
    }

    private String yaml(@Nullable Schema schema) {
        Path file = folder.resolve("model.onnx");
        return new ModelYaml(ModelPackage.read(file), Engines.open(file), schema).text();
    }

    private LoadedModel load() {
        return Models.load(ModelPackage.read(folder), new ModelSettings("cpu", 1, 16));
    }
}
