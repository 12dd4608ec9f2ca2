package io.streamscorer.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

class JsonToAvroTest {
    @Test
    void shouldConvertEveryType() throws Exception {
        // given
        Schema schema = record("""
                {"name": "truth", "type": "boolean"}, {"name": "small", "type": "int"}, {"name": "large", "type": "long"},
                {"name": "single", "type": "float"}, {"name": "number", "type": "double"}, {"name": "text", "type": "string"},
                {"name": "suit", "type": {"type": "enum", "name": "Suit", "symbols": ["HEARTS", "SPADES"]}},
                {"name": "raw", "type": "bytes"}, {"name": "pair", "type": {"type": "fixed", "name": "Pair", "size": 2}},
                {"name": "list", "type": {"type": "array", "items": "int"}},
                {"name": "lookup", "type": {"type": "map", "values": "double"}},
                {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "inner", "type": {"type": "record", "name": "Inner", "fields": [{"name": "x", "type": "int"}]}}
                """);

        // when
        GenericRecord event = convert(schema, """
                {"truth": true, "small": -7, "large": 9007199254740993, "single": 0.1, "number": 0.1, "text": "ä€",
                 "suit": "SPADES", "raw": "AP8=", "pair": "AQI=", "list": [1, 2.0], "lookup": {"a b": 1}, "at": 1700000000000,
                 "inner": {"x": 5, "unknown": {}}, "unknown": [1]}
                """);

        // then
        assertThat(event.get("truth")).isEqualTo(true);
        assertThat(event.get("small")).isEqualTo(-7);
        assertThat(event.get("large")).isEqualTo(9007199254740993L);
        assertThat(event.get("single")).isEqualTo(0.1f);
        assertThat(event.get("number")).isEqualTo(0.1);
        assertThat(event.get("text")).hasToString("ä€");
        assertThat(event.get("suit")).hasToString("SPADES");
        assertThat(event.get("raw")).isEqualTo(ByteBuffer.wrap(new byte[] {0, -1}));
        assertThat(((GenericData.Fixed) event.get("pair")).bytes()).containsExactly(1, 2);
        assertThat(event.get("list")).isEqualTo(List.of(1, 2));
        assertThat(event.get("lookup")).isEqualTo(Map.of(new Utf8("a b"), 1.0));
        assertThat(event.get("at")).isEqualTo(1700000000000L);
        assertThat(((GenericRecord) event.get("inner")).get("x")).isEqualTo(5);
    }

    @Test
    void shouldFillInDefaultsAndNulls() throws Exception {
        // given
        Schema schema = record("""
                {"name": "preset", "type": "int", "default": 3}, {"name": "list", "type": {"type": "array", "items": "int"}, "default": [1]},
                {"name": "open", "type": ["null", "int"]}, {"name": "last", "type": ["int", "null"], "default": 4},
                {"name": "given", "type": ["null", "int"], "default": null}
                """);

        // when
        GenericRecord event = convert(schema, "{\"given\": null}");

        // then
        assertThat(event.get("preset")).isEqualTo(3);
        assertThat(event.get("list")).isEqualTo(List.of(1));
        assertThat(event.get("open")).isNull();
        assertThat(event.get("last")).isEqualTo(4);
        assertThat(event.get("given")).isNull();
    }

    @Test
    void shouldTakeTheBranchThatFits() throws Exception {
        // given
        Schema schema = record("""
                {"name": "a", "type": {"type": "array", "items": ["null", "string", "boolean", "float", "double", "long", "int",
                  {"type": "record", "name": "R", "fields": [{"name": "x", "type": "int"}]}, {"type": "map", "values": "string"}]}}
                """);

        // when
        List<?> items = (List<?>) convert(schema, """
                {"a": [null, "t", true, 1, 5000000000, 1.5, "NaN", {"x": 1}, {"x": "y"}, {"long": 1}]}
                """).get("a");

        // then
        assertThat(items.get(0)).isNull();
        assertThat(items.get(1)).hasToString("t");
        assertThat(items.get(2)).isEqualTo(true);
        assertThat(items.get(3)).isEqualTo(1);
        assertThat(items.get(4)).isEqualTo(5000000000L);
        assertThat(items.get(5)).isEqualTo(1.5);
        assertThat(items.get(6)).hasToString("NaN");
        assertThat(items.get(7)).isInstanceOf(GenericRecord.class);
        assertThat(items.get(8)).isEqualTo(Map.of(new Utf8("x"), new Utf8("y")));
        assertThat(items.get(9)).isEqualTo(1L);
    }

    @Test
    void shouldTakeNumbersThatJsonDoesNotHave() throws Exception {
        // given
        Schema schema = record("""
                {"name": "a", "type": {"type": "array", "items": ["null", "double"]}}
                """);

        // when
        Object items = convert(schema, "{\"a\": [NaN, \"NaN\", -Infinity, \"Infinity\"]}")
                .get("a");

        // then
        assertThat(items)
                .isEqualTo(List.of(Double.NaN, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    }

    @Test
    void shouldKeepAllDigitsOfDecimals() throws Exception {
        // given
        Schema schema = record("""
                {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 25, "scale": 4}},
                {"name": "debt", "type": ["null", {"type": "fixed", "name": "Debt", "size": 8, "logicalType": "decimal", "precision": 10, "scale": 2}]}
                """);

        // when
        GenericRecord event = convert(schema, "{\"price\": 123456789012345678901.1234, \"debt\": \"-12.3\"}");

        // then
        Conversions.DecimalConversion decimals = new Conversions.DecimalConversion();
        Schema price = schema.getField("price").schema();
        assertThat(decimals.fromBytes((ByteBuffer) event.get("price"), price, price.getLogicalType()))
                .isEqualTo(new BigDecimal("123456789012345678901.1234"));
        Schema debt = schema.getField("debt").schema().getTypes().get(1);
        assertThat(decimals.fromFixed((GenericData.Fixed) event.get("debt"), debt, LogicalTypes.decimal(10, 2)))
                .isEqualTo(new BigDecimal("-12.30"));
    }

    @Test
    void shouldSayWhereWhatWasExpectedAndWhatIsThere() {
        Schema schema = record("""
                {"name": "small", "type": "int", "default": 0}, {"name": "single", "type": "float", "default": 0},
                {"name": "text", "type": ["null", "string"], "default": null},
                {"name": "suit", "type": {"type": "enum", "name": "Suit", "symbols": ["HEARTS", "SPADES"]}, "default": "HEARTS"},
                {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 2}, "default": ""},
                {"name": "inner", "type": ["null", {"type": "record", "name": "Inner", "fields": [
                  {"name": "xs", "type": {"type": "array", "items": "int"}}]}], "default": null}
                """);

        assertMisfit(schema, "{\"small\": 1.5}", "field 'small': expected int, found the number 1.5");
        assertMisfit(schema, "{\"small\": 3000000000}", "field 'small': expected int, found the number 3000000000");
        assertMisfit(schema, "{\"small\": \"1\"}", "field 'small': expected int, found the text \"1\"");
        assertMisfit(schema, "{\"small\": null}", "field 'small': expected int, found null");
        assertMisfit(schema, "{\"single\": 1e39}", "field 'single': expected float, found the number 1E+39");
        assertMisfit(schema, "{\"text\": 1}", "field 'text': expected [null, string], found the number 1");
        assertMisfit(
                schema,
                "{\"suit\": \"SPADE\"}",
                "field 'suit': expected enum Suit, found the text \"SPADE\". Did you mean 'SPADES'?");
        assertMisfit(
                schema,
                "{\"price\": 1e999999999}",
                "field 'price': expected bytes (decimal of 4 digits, 2 after the point), found the number 1E+999999999");
        assertMisfit(
                schema,
                "{\"price\": 1.234}",
                "field 'price': expected bytes (decimal of 4 digits, 2 after the point), found the number 1.234");
        assertMisfit(schema, "{\"inner\": {\"xs\": [1, true]}}", "field 'inner.xs[1]': expected int, found true");
        assertMisfit(
                schema,
                "{\"inner\": {\"x\": []}}",
                "field 'inner.xs': expected array of int, but the key is absent. Is 'x' meant?");
        assertMisfit(schema, "[1, 2]", "expected a JSON object, found an array of 2 items");
        assertMisfit(schema, "{\"small\": 1, \"small\": 2}", "Duplicate field 'small'");
        assertMisfit(schema, "{} {}", "expected a JSON object, but");
        assertMisfit(schema, "", "expected a JSON object");
    }

    @Test
    void shouldRejectALongThatIsOneTooMany() {
        assertMisfit(
                record("{\"name\": \"n\", \"type\": \"long\"}"),
                "{\"n\": 9223372036854775808.0}",
                "field 'n': expected long");
    }

    private static void assertMisfit(Schema schema, String json, String message) {
        assertThatThrownBy(() -> convert(schema, json))
                .isInstanceOf(JsonMisfit.class)
                .hasMessageContaining(message);
    }

    private static Schema record(String fields) {
        return new Schema.Parser().parse("{\"type\": \"record\", \"name\": \"Event\", \"fields\": [" + fields + "]}");
    }

    private static GenericRecord convert(Schema schema, String json) throws IOException, JsonMisfit {
        JsonFrames frames = new JsonFrames(schema);
        byte[] framed = frames.frame(frames.parse(json.getBytes(StandardCharsets.UTF_8)));
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(framed, 5, framed.length - 5, null));
    }
}
