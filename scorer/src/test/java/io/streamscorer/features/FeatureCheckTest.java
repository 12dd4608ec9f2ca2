package io.streamscorer.features;

import static io.streamscorer.features.DecodeFixture.encoded;
import static io.streamscorer.features.DecodeFixture.reject;
import static io.streamscorer.features.DecodeFixture.schema;
import static io.streamscorer.features.DecodeFixture.tensor;
import static io.streamscorer.features.DecodeFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class FeatureCheckTest {
    private static final Schema SCHEMA =
            schema("{'name': 'd', 'type': 'double', 'default': 1e10}, {'name': 's', 'type': 'string'},"
                    + " {'name': 'i', 'type': ['null', 'int'], 'default': null},"
                    + " {'name': 'floats', 'type': {'type': 'array', 'items': 'float'}, 'default': [1]},"
                    + " {'name': 'texts', 'type': {'type': 'array', 'items': ['null', 'string']}},"
                    + " {'name': 'grid', 'type': {'type': 'array', 'items': {'type': 'array', 'items': 'int'}}},"
                    + " {'name': 'lines', 'type': {'type': 'array', 'items': {'type': 'record', 'name': 'Line', 'fields':"
                    + " [{'name': 'price', 'type': 'int'}]}}},"
                    + " {'name': 'b', 'type': 'bytes'}, {'name': 'f8', 'type': {'type': 'fixed', 'name': 'F8', 'size': 8}},"
                    + " {'name': 'money', 'type': {'type': 'bytes', 'logicalType': 'decimal', 'precision': 9, 'scale': 2}},"
                    + " {'name': 'lasting', 'type': {'type': 'fixed', 'name': 'F12', 'size': 12, 'logicalType': 'duration'}},"
                    + " {'name': 'm', 'type': {'type': 'map', 'values': 'int'}}");
    private static final Encoding.Vocabulary VOCABULARY = new Encoding.Vocabulary(Map.of("a", 1.0, "b", 300.0), null);

    @Test
    void shouldNameWhatDoesNotFitTheDtype() {
        // given
        InputTensor text = tensor(
                Dtype.STRING,
                reject("d"),
                reject("i"),
                reject("b"),
                reject("money"),
                encoded("s", 1, VOCABULARY),
                encoded("b", 1, new Encoding.Packed(Dtype.INT8)),
                value("floats", 2, new MissingValue.Reject()),
                reject("m"));
        InputTensor integers = tensor(
                Dtype.INT8,
                reject("d"),
                reject("money"),
                value("floats", 2, new MissingValue.Reject()),
                encoded("f8", 2, new Encoding.Packed(Dtype.FLOAT32)),
                encoded("s", 1, VOCABULARY),
                new Feature(
                        FieldPath.parse("i"), 1, new Encoding.Value(), new Scaling(1, 2), new MissingValue.Reject()));

        // when / then
        assertThat(check(text))
                .containsExactly(
                        "Field 'd' is double, but input 'x' (string) takes text: name a string or enum",
                        "Field 'i' is int, but input 'x' (string) takes text: name a string or enum",
                        "Field 'b' is bytes, but input 'x' (string) takes text: name a string or enum",
                        "Field 'money' is bytes (decimal of 9 digits, 2 after the point), but input 'x' (string) takes text: name"
                                + " a string or enum",
                        "Field 's' has a vocabulary, which gives numbers, but input 'x' (string) takes text: remove the vocabulary",
                        "Field 'b' is packed int8, but input 'x' (string) takes text: feed it to an input of numbers",
                        "Field 'floats' is array of float, but input 'x' (string) takes text: name a string or enum",
                        "Field 'm' is map of int, but input 'x' (string) needs a string or enum: name a key within it");
        assertThat(check(integers))
                .containsExactly(
                        "Field 'd' is double, but input 'x' (int8) would lose its fraction: feed it to a float32 or float64 input",
                        "Field 'money' is bytes (decimal of 9 digits, 2 after the point), but input 'x' (int8) would lose its"
                                + " fraction: feed it to a float32 or float64 input",
                        "Field 'floats' is array of float, but input 'x' (int8) would lose its fraction: feed it to a float32 or"
                                + " float64 input",
                        "Field 'f8' is packed float32, but input 'x' (int8) would lose its fraction: feed it to a float32 or"
                                + " float64 input",
                        "Field 's': the vocabulary gives 'b' the number 300.0, but input 'x' (int8) cannot hold it: choose a value in"
                                + " its range without a fraction, not NaN",
                        "Field 'i' is scaled, but input 'x' (int8) holds no fractions: only floating-point inputs are scaled");
    }

    @Test
    void shouldNameWhatDoesNotFitTheType() {
        // given
        InputTensor tensor = tensor(
                Dtype.FLOAT32,
                reject("s"),
                value("texts", 3, new MissingValue.Reject()),
                reject("floats"),
                value("d", 5, new MissingValue.Reject()),
                encoded("s", 2, VOCABULARY),
                value("grid", 4, new MissingValue.Reject()),
                value("lines", 4, new MissingValue.Reject()),
                reject("lines.price"),
                reject("b"),
                reject("f8"),
                reject("lasting"),
                encoded("d", 1, VOCABULARY),
                encoded("b", 1, VOCABULARY),
                encoded("d", 1, new Encoding.Packed(Dtype.INT8)),
                encoded("floats", 2, new Encoding.Packed(Dtype.INT8)),
                encoded("f8", 3, new Encoding.Packed(Dtype.INT16)),
                encoded("b", 1, new Encoding.Packed(Dtype.STRING)),
                encoded("s", 1, new Encoding.Vocabulary(Map.of(), 1.0)),
                reject("m"),
                reject("m.k.x"));

        // when / then
        assertThat(check(tensor))
                .containsExactly(
                        "Field 's' is string, but input 'x' (float32) takes numbers: give it a vocabulary",
                        "Field 'texts' is array of [null, string], but input 'x' (float32) takes numbers: give it a vocabulary",
                        "Field 'floats' is array of float, but fills one element of input 'x' (float32): set its width to the"
                                + " number of items",
                        "Field 'd' is double, a single value, but is to fill 5 elements of input 'x' (float32): only arrays and"
                                + " packed bytes do",
                        "Field 's' is string, a single value, but is to fill 2 elements of input 'x' (float32): only arrays and"
                                + " packed bytes do",
                        "Field 'grid' is array of array of int, whose arrays nest: flatten them before the topic",
                        "Field 'lines' is array of record Line, but input 'x' (float32) needs a number or boolean: only numbers,"
                                + " booleans, strings and enums can be items",
                        "Field 'lines.price' for input 'x' (float32): 'lines' is array of record Line, which has no fields to name",
                        "Field 'b' is bytes, but input 'x' (float32) takes numbers: say which packed type its bytes hold",
                        "Field 'f8' is fixed F8, but input 'x' (float32) takes numbers: say which packed type its bytes hold",
                        "Field 'lasting' is fixed F12 (duration), but input 'x' (float32) takes numbers: say which packed type its"
                                + " bytes hold",
                        "Field 'd' is double, which names no categories: only strings, enums, integers and booleans have a vocabulary",
                        "Field 'b' is bytes, which names no categories: only strings, enums, integers and booleans have a vocabulary",
                        "Field 'd' is double, but packed elements lie in bytes or fixed: remove the packed type",
                        "Field 'floats' is array of float, but packed elements lie in bytes or fixed: remove the packed type",
                        "Field 'f8' is fixed F8 of 8 bytes, but 3 elements of packed int16 have 6: correct the width or the packed type",
                        "Field 'b': strings cannot be packed: name a number type or boolean",
                        "Field 's' has a vocabulary without categories: name at least one",
                        "Field 'm' is map of int, but input 'x' (float32) needs a number or boolean: name a key within it",
                        "Field 'm.k.x' for input 'x' (float32): 'm.k' is int, which has no fields to name",
                        "Field 'floats' is an array, but is to have 2 items for input 'x' and 1 elsewhere: give it one width");
    }

    @Test
    void shouldNameWhatCannotStandForNull() {
        // given
        MissingValue schemaDefault = new MissingValue.SchemaDefault();
        InputTensor numbers = tensor(
                Dtype.FLOAT16,
                value("i", 1, new MissingValue.Constant(70000)),
                value("i", 1, new MissingValue.Text("five")),
                value("i", 1, schemaDefault),
                value("m.k", 1, schemaDefault),
                value("floats", 2, schemaDefault),
                value("d", 1, schemaDefault),
                new Feature(FieldPath.parse("s"), 1, VOCABULARY, Scaling.NONE, new MissingValue.Text("z")),
                new Feature(FieldPath.parse("s"), 1, VOCABULARY, Scaling.NONE, schemaDefault));
        InputTensor text = tensor(Dtype.STRING, value("s", 1, new MissingValue.Constant(5)));

        // when / then
        assertThat(check(numbers))
                .containsExactly(
                        "Field 'i': 70000.0 stands for null, but input 'x' (float16) cannot hold it: choose a value in its range",
                        "Field 'i': the text 'five' stands for null, but input 'x' (float16) takes numbers: give a number, or the"
                                + " field a vocabulary",
                        "Field 'i': its default in the schema stands for null, but that is null: give a value",
                        "Field 'm.k': its default in the schema stands for null, but a map's key has none: give a value",
                        "Field 'floats': its default in the schema stands for null, but 2 items are needed, its default"
                                + " has 1",
                        "Field 'd': its default in the schema stands for null, but holds a value that is out of the range"
                                + " of the model's input, which is float16",
                        "Field 's': the category 'z' stands for null, but is not in the vocabulary: add it, or give a number",
                        "Field 's': its default in the schema stands for null, but it has none: give a value");
        assertThat(check(text))
                .containsExactly(
                        "Field 's': the number 5.0 stands for null, but input 'x' (string) takes text: give a text");
    }

    @Test
    void shouldRefuseToCopyTheValueOfAKey() {
        // given
        FeatureSpec spec = new FeatureSpec(List.of(), List.of(FieldPath.parse("m.k"), FieldPath.parse("m")));

        // when / then
        assertThat(FeatureMapping.check(SCHEMA, spec))
                .containsExactly(
                        "Field 'm.k' is the value of a map's key, which cannot be copied: only fields can",
                        "Field 'm' is map of int, which cannot be copied: only numbers, booleans, strings, enums, bytes and fixed"
                                + " can");
    }

    @Test
    void shouldFindNothingWhereAllFits() {
        // given
        InputTensor tensor = tensor(
                Dtype.FLOAT32,
                value("floats", 2, new MissingValue.Constant(0)),
                encoded("texts", 3, VOCABULARY),
                encoded("f8", 4, new Encoding.Packed(Dtype.INT16)),
                encoded("lasting", 3, new Encoding.Packed(Dtype.INT32)),
                value("m[\"k.1\"]", 1, new MissingValue.Constant(Double.NaN)),
                value("d", 1, new MissingValue.SchemaDefault()),
                reject("money"));

        // when / then
        assertThat(check(tensor)).isEmpty();
    }

    private static List<String> check(InputTensor... tensors) {
        return FeatureMapping.check(SCHEMA, new FeatureSpec(Arrays.asList(tensors), List.of()));
    }
}
