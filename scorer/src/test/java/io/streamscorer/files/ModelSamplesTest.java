package io.streamscorer.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.streamscorer.failure.SetupException;
import io.streamscorer.features.MissingValue;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.packaging.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSamplesTest {
    @TempDir
    private Path folder;

    private final LoadedModel model = EchoModel.of(new MissingValue.Reject(), "a", "b");

    @Test
    void shouldAgreeWithinTheTolerance() throws Exception {
        // given
        Samples samples = samples(
                1e-3,
                "{\"event\": {\"a\": 1, \"b\": 2}, \"expected\": {\"score\": 1.0005, \"label\": null, \"outputs\": {\"echo\": [[1], [2]]}}}",
                "",
                "{\"event\": {\"a\": 1000, \"b\": NaN}, \"expected\": {\"score\": 1000.25, \"outputs\": {\"echo\": [1000, \"NaN\"]}}}");

        // when
        SampleAgreement agreement = ModelSamples.check(model, samples);

        // then
        assertThat(agreement.samples()).isEqualTo(2);
        assertThat(agreement.largestDifference()).isEqualTo(0.0005 / 1.0005, offset(1e-12));
        assertThat(agreement.describe()).startsWith("2 samples agree, largest difference 4.99");
    }

    @Test
    void shouldRefuseAModelThatGivesSomethingElse() throws Exception {
        // given
        Samples samples = samples(
                1e-5,
                "{\"event\": {\"a\": 1, \"b\": 2}, \"expected\": {\"score\": 1}}",
                "{\"event\": {\"a\": 1, \"b\": 2}, \"expected\": {\"score\": 1.5}}",
                "{\"event\": {\"a\": 1, \"b\": 2}, \"expected\": {\"label\": \"x\"}}",
                "{\"event\": {\"a\": 1, \"b\": 2}, \"expected\": {\"probabilities\": {\"x\": 1}}}",
                "{\"event\": {\"a\": 1, \"b\": 2}, \"expected\": {\"outputs\": {\"echo\": [1, 3]}}}",
                "{\"event\": {\"a\": 1}, \"expected\": {\"score\": 1}}",
                "{\"event\": {\"a\": 1, \"b\": 2}, \"expected\": {\"scores\": 1}}");

        // when / then
        assertThatThrownBy(() -> ModelSamples.check(model, samples))
                .isInstanceOfSatisfying(
                        SetupException.class,
                        e -> assertThat(e.problems())
                                .singleElement()
                                .asString()
                                .contains(
                                        samples.file() + ": ",
                                        "6 of 7 disagree (tolerance 1.0E-5, largest difference 0.333333")
                                .contains("line 7: expected: unknown key 'scores'")
                                .contains("line 2: score: expected 1.5, the model gave 1.0")
                                .contains("line 3: label: expected the text \"x\", the model gave none")
                                .contains("line 4: probabilities: expected an object with 1 key, the model gave none")
                                .contains("line 5: outputs.echo[1]: expected 3.0, the model gave 2.0")
                                .contains("and 1 more"));
    }

    @Test
    void shouldRefuseSamplesThatHoldNone() throws Exception {
        assertThatThrownBy(() -> ModelSamples.check(model, samples(0)))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("holds no samples");
    }

    private Samples samples(double tolerance, String... lines) throws IOException {
        return new Samples(Files.write(folder.resolve("samples.jsonl"), List.of(lines)), tolerance);
    }
}
