package io.streamscorer.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.SetupException;
import io.streamscorer.features.DecodePlan;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Encoding;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FeatureMapping;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.InputTensor;
import io.streamscorer.features.MissingValue;
import io.streamscorer.features.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InferredSchemaTest {
    private static final Encoding VALUE = new Encoding.Value();

    @Test
    void shouldSuitEveryKindOfFeature() throws Exception {
        // given
        List<InputTensor> tensors = new ArrayList<>();
        int number = 0;
        for (MissingValue missing : List.of(new MissingValue.Reject(), new MissingValue.SchemaDefault())) {
            for (int width : new int[] {1, 3}) {
                for (Encoding encoding : List.of(
                        VALUE, new Encoding.Vocabulary(Map.of("a", 1.0), null), new Encoding.Packed(Dtype.INT16))) {
                    for (Dtype dtype : Dtype.values()) {
                        if (dtype != Dtype.STRING || encoding.equals(VALUE)) {
                            String name = "f" + number++;
                            tensors.add(tensor(dtype, feature("r." + name, width, encoding, missing)));
                        }
                    }
                }
            }
        }
        FeatureSpec spec = new FeatureSpec(tensors, List.of(FieldPath.parse("copied"), FieldPath.parse("r.f0")));

        // when
        InferredSchema schema = InferredSchema.of(spec);

        // then
        assertThat(FeatureMapping.check(schema.reader(), spec)).isEmpty();
        DecodePlan.compile(schema.writer(), schema.reader(), spec);
        assertThat(schema.writer().toString())
                .contains("{\"name\":\"copied\",\"type\":[\"null\",\"boolean\",\"long\",\"double\",\"string\"]");
    }

    @Test
    void shouldTakeNamesThatAvroDoesNotAllow() {
        // given
        FeatureSpec spec = new FeatureSpec(
                List.of(tensor(Dtype.FLOAT32, feature("petal[\"length (cm)\"]", 1, VALUE, new MissingValue.Reject()))),
                List.of());

        // when / then
        assertThat(InferredSchema.of(spec).writer().toString()).contains("\"name\":\"length (cm)\"");
    }

    @Test
    void shouldAskForASchemaWhereUsesContradictEachOther() {
        // given
        FeatureSpec textAndNumber = new FeatureSpec(
                List.of(
                        tensor(Dtype.FLOAT32, feature("a", 1, VALUE, new MissingValue.Reject())),
                        tensor(Dtype.STRING, feature("a", 1, VALUE, new MissingValue.Reject()))),
                List.of());
        FeatureSpec valueAndRecord = new FeatureSpec(
                List.of(tensor(
                        Dtype.FLOAT32,
                        feature("a", 1, VALUE, new MissingValue.Reject()),
                        feature("a.b", 1, VALUE, new MissingValue.Reject()))),
                List.of());

        // when / then
        for (FeatureSpec spec : List.of(textAndNumber, valueAndRecord)) {
            assertThatThrownBy(() -> InferredSchema.of(spec))
                    .isInstanceOf(SetupException.class)
                    .hasMessageStartingWith("Field 'a' is used ")
                    .hasMessageEndingWith("Name the events' schema with --schema");
        }
    }

    private static Feature feature(String field, int width, Encoding encoding, MissingValue missing) {
        return new Feature(FieldPath.parse(field), width, encoding, Scaling.NONE, missing);
    }

    private static InputTensor tensor(Dtype dtype, Feature... features) {
        return new InputTensor("x", dtype, List.of(features));
    }
}
