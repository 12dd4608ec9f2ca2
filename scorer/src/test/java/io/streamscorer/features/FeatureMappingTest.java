package io.streamscorer.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class FeatureMappingTest {
    private static final Schema PAYMENT = new Schema.Parser().parse("""
            {"type": "record", "name": "Payment", "fields": [
              {"name": "amount", "type": "double", "aliases": ["value"]},
              {"name": "count", "type": ["null", "int"]},
              {"name": "country", "type": "string"},
              {"name": "tags", "type": {"type": "array", "items": "string"}},
              {"name": "card", "type": ["null", {"type": "record", "name": "Card", "fields": [
                {"name": "limit", "type": "long"}]}]}
            ]}""");

    @Test
    void shouldFindNothingWhereAllFits() {
        // given
        FeatureSpec spec = new FeatureSpec(
                List.of(
                        tensor(Dtype.FLOAT32, Double.NaN, "amount", "count", "card.limit"),
                        tensor(Dtype.INT64, -1, "count", "card.limit")),
                List.of(FieldPath.parse("country"), FieldPath.parse("card.limit")));

        // when
        List<String> problems = FeatureMapping.check(PAYMENT, spec);

        // then
        assertThat(problems).isEmpty();
    }

    @Test
    void shouldReportAllProblemsAtOnce() {
        // given
        FeatureSpec spec = new FeatureSpec(
                List.of(
                        tensor(Dtype.FLOAT32, 0, "amuont", "value", "country", "tags", "card", "count.x", "card.limt"),
                        tensor(Dtype.INT8, 300, "amount"),
                        tensor(Dtype.INT64, Double.NaN, "count"),
                        tensor(Dtype.STRING, 0, "country")),
                List.of(FieldPath.parse("card"), FieldPath.parse("count"), FieldPath.parse("count")));

        // when
        List<String> problems = FeatureMapping.check(PAYMENT, spec);

        // then
        assertThat(problems)
                .containsExactly(
                        "Field 'amuont' for input 'x' (float32): there is no field 'amuont' in record Payment; did you mean"
                                + " 'amount'?",
                        "Field 'value' for input 'x' (float32): there is no field 'value' in record Payment; 'value' is an"
                                + " alias of 'amount': name that",
                        "Field 'country' is string, but input 'x' (float32) takes numbers: give it a vocabulary",
                        "Field 'tags' is array of string, but input 'x' (float32) takes numbers: give it a vocabulary",
                        "Field 'card' is record Card, but input 'x' (float32) needs a number or boolean: name a field within it",
                        "Field 'count.x' for input 'x' (float32): 'count' is int, which has no fields to name",
                        "Field 'card.limt' for input 'x' (float32): there is no field 'limt' in record Card; did you mean"
                                + " 'limit'?",
                        "Field 'amount': 300.0 stands for null, but input 'x' (int8) cannot hold it: choose a value in its"
                                + " range without a fraction, not NaN",
                        "Field 'amount' is double, but input 'x' (int8) would lose its fraction: feed it to a float32 or"
                                + " float64 input",
                        "Field 'count': NaN stands for null, but input 'x' (int64) cannot hold it: choose a value in its"
                                + " range without a fraction, not NaN",
                        "Field 'country': the number 0.0 stands for null, but input 'x' (string) takes text: give a text",
                        "Field 'card' is record Card, which cannot be copied: only numbers, booleans, strings, enums, bytes and"
                                + " fixed can; name a field within it",
                        "Field 'count' is listed twice among the copied fields: list it once");
    }

    @Test
    void shouldRefuseASchemaThatIsNoRecord() {
        // given
        Schema number = Schema.create(Schema.Type.LONG);

        // when
        List<String> problems = FeatureMapping.check(number, new FeatureSpec(List.of(), List.of()));

        // then
        assertThat(problems)
                .containsExactly("The reader schema is long, but features are fields of a record: set input.schema to a"
                        + " record schema");
    }

    private static InputTensor tensor(Dtype dtype, double missing, String... paths) {
        List<Feature> features = Arrays.stream(paths)
                .map(path -> new Feature(FieldPath.parse(path), new MissingValue.Constant(missing)))
                .toList();
        return new InputTensor("x", dtype, features);
    }
}
