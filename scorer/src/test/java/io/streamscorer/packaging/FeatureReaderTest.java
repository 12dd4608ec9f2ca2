package io.streamscorer.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.features.Dtype;
import io.streamscorer.features.Encoding;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.MissingValue;
import io.streamscorer.features.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The features of one input, in their short and their long form. */
class FeatureReaderTest {
    private final List<String> problems = new ArrayList<>();

    /** The features of the only input of a description. */
    private List<Feeding.MappedField> features(String input) {
        YamlMapping document = YamlMapping.ofAny(
                YamlDocument.parse("inputs:\n  - tensor: x\n" + input.indent(4), "test"), "", problems::add);
        return new InputReader(problems::add).read(document).get(0).features();
    }

    private Feeding.MappedField feature(String form) {
        return features("features: [{field: a, " + form + "}]").get(0);
    }

    @Test
    void shouldReadEveryKeyOfTheLongForm() {
        // given
        String input = """
                dtype: float32
                shape: [1, 8]
                missing: nan
                features:
                  - plain
                  - { field: card.limit, subtract: 500, divide: 2.5e2, missing: 0 }
                  - { field: pixels, width: 4, bytes: uint8 }
                  - { field: country, vocabulary: [DE, FR, NO], unknown: -1 }
                  - { field: tariff, vocabulary: { low: 0.25, "12": 3 }, missing: low }
                """;

        // when
        List<Feeding.MappedField> features = features(input);

        // then
        assertThat(problems).isEmpty();
        MissingValue nan = new MissingValue.Constant(Double.NaN);
        assertThat(features)
                .containsExactly(
                        new Feeding.MappedField(FieldPath.parse("plain"), nan),
                        new Feeding.MappedField(
                                FieldPath.parse("card.limit"),
                                0,
                                new Encoding.Value(),
                                new Scaling(500, 250),
                                new MissingValue.Constant(0)),
                        new Feeding.MappedField(
                                FieldPath.parse("pixels"), 4, new Encoding.Packed(Dtype.UINT8), Scaling.NONE, nan),
                        new Feeding.MappedField(
                                FieldPath.parse("country"),
                                0,
                                new Encoding.Vocabulary(Map.of("DE", 0.0, "FR", 1.0, "NO", 2.0), -1.0),
                                Scaling.NONE,
                                nan),
                        new Feeding.MappedField(
                                FieldPath.parse("tariff"),
                                0,
                                new Encoding.Vocabulary(Map.of("low", 0.25, "12", 3.0), null),
                                Scaling.NONE,
                                new MissingValue.Text("low")));
    }

    @Test
    void shouldReadOneVocabularyForSeveralFeatures() {
        // given
        String input = """
                features:
                  - { field: origin, vocabulary: &airports [BER, CDG, OSL], unknown: 3 }
                  - { field: destination, vocabulary: *airports, unknown: 3 }
                """;

        // when
        List<Feeding.MappedField> features = features(input);

        // then
        assertThat(problems).isEmpty();
        assertThat(features.get(1).encoding()).isEqualTo(features.get(0).encoding());
        assertThat(features.get(1).encoding())
                .isEqualTo(new Encoding.Vocabulary(Map.of("BER", 0.0, "CDG", 1.0, "OSL", 2.0), 3.0));
    }

    @Test
    void shouldTakeIntegersAndEmptyTextsForCategoriesAsTheyAreWritten() {
        // given / when
        Feeding.MappedField list = feature("vocabulary: [1, 02, -3, \"\", no]");
        Feeding.MappedField mapping = feature("vocabulary: {1: 10, 02: 20, yes: 30, \"true\": 40}");

        // then
        assertThat(problems).isEmpty();
        assertThat(list.encoding())
                .isEqualTo(new Encoding.Vocabulary(Map.of("1", 0.0, "02", 1.0, "-3", 2.0, "", 3.0, "no", 4.0), null));
        assertThat(mapping.encoding())
                .isEqualTo(new Encoding.Vocabulary(Map.of("1", 10.0, "02", 20.0, "yes", 30.0, "true", 40.0), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "missing: default|SchemaDefault[]",
                "missing: reject|Reject[]",
                "missing: NaN|Constant[value=NaN]",
                "missing: {text: unknown}|Text[value=unknown]",
                "missing: {text: \"\"}|Text[value=]",
                "vocabulary: [nan, b], missing: nan|Constant[value=NaN]",
                "vocabulary: [nan, b], missing: {text: nan}|Text[value=nan]",
                "vocabulary: [a, b], missing: b|Text[value=b]",
                "vocabulary: [a, b], missing: 1|Constant[value=1.0]",
                "vocabulary: [a], unknown: 7, missing: {text: other}|Text[value=other]"
            })
    void shouldReadWhatNullBecomes(String form, String expected) {
        // given / when
        MissingValue missing = feature(form).missing();

        // then
        assertThat(problems).isEmpty();
        assertThat(missing).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "vocabulary: [a, true]|.vocabulary[1]: expected text, found the truth value true. Put it in quotes",
                "vocabulary: {1.5: 1}|.vocabulary: expected text, found the number 1.5. Put it in quotes",
                "vocabulary: [a, b, a]|.vocabulary[2]: 'a' is listed twice",
                "vocabulary: {1: 1, \"1\": 2}|.vocabulary.1: is listed twice",
                "vocabulary: {a: b}|.vocabulary.a: expected a number, found the text 'b'",
                "vocabulary: {a: .nan}|.vocabulary.a: expected a number, found the number NaN",
                "vocabulary: []|.vocabulary: expected a list of categories, or a mapping from category to number, found an empty list",
                "vocabulary: a|.vocabulary: expected a list of categories, or a mapping from category to number, found the text 'a'",
                "unknown: 1|.unknown: is the number of categories that the vocabulary lacks, but there is no vocabulary",
                "vocabulary: [a], unknown: none|.unknown: expected a number, found the text 'none'",
                "vocabulary: [a], bytes: int8|: give only one of vocabulary and bytes",
                "bytes: true|.bytes: expected text, found the truth value true. Put it in quotes",
                "bytes: byte|.bytes: unknown element type 'byte'. Known: 'float16', 'float32', 'float64', 'int8', 'uint8', 'int16', 'int32',"
                        + " 'int64', 'boolean', 'string'.",
                "bytes: string|.bytes: strings do not lie in bytes. Leave bytes out for a field of text",
                "width: 0|.width: expected how many elements the field fills, from 1, found the number 0",
                "width: all|.width: expected how many elements the field fills, from 1, found the text 'all'",
                "subtract: x|.subtract: expected a number, found the text 'x'",
                "divide: 0|.divide: 0 divides nothing. For a feature that never changes leave divide out",
                "divide: .inf|.divide: expected a number, found the number Infinity",
                "missing: unknown|.missing: expected reject, nan, a number, default or {text: \"...\"}, found the text 'unknown'",
                "missing: {txt: a}|.missing: expected reject, nan, a number, default or {text: \"...\"}, found a mapping",
                "vocabulary: [a], missing: b|.missing: expected reject, nan, a number, default, a category of the vocabulary or {text: \"...\"},"
                        + " found the text 'b'",
                "vocabulary: [aa], missing: {text: ab}|.missing: the text 'ab' is no category of the vocabulary, and there is no unknown. Did"
                        + " you mean 'aa'?",
                "scale: 2|.scale: unknown key. Known: 'field', 'missing', 'width', 'vocabulary', 'unknown', 'subtract', 'divide', 'bytes'."
            })
    void shouldNameTheKeyThatIsWrong(String form, String problem) {
        // given / when
        feature(form);

        // then
        assertThat(problems).containsExactly("inputs[0].features[0]" + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 0]|[1, 0]",
                "[N, 28]|[N, 28]",
                "28|the number 28",
                "[-1, 28]|[-1, 28]",
            })
    void shouldExpectTheShapeOfOneRow(String shape, String found) {
        // given / when
        features("shape: " + shape + "\nfeatures: [a]");

        // then
        assertThat(problems)
                .containsExactly(
                        "inputs[0].shape: expected the sizes of one row's dimensions, each from 1, without the batch's, as in"
                                + " [1, 28, 28], found " + found);
    }

    @Test
    void shouldHoldTheInputsOwnMissingAgainstEachVocabulary() {
        // given: a category may not be known to all features
        String input = """
                missing: { text: other }
                features:
                  - { field: f, vocabulary: [card, other] }
                  - { field: g, vocabulary: [web, shop] }
                """;

        // when
        features(input);

        // then
        assertThat(problems)
                .containsExactly(
                        "inputs[0].features[1].missing: the text 'other' is no category of the vocabulary, and there is no"
                                + " unknown. Known: 'shop', 'web'.");
    }
}
