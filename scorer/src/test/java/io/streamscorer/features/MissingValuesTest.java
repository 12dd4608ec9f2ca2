package io.streamscorer.features;

import static io.streamscorer.features.DecodeFixture.bytes;
import static io.streamscorer.features.DecodeFixture.schema;
import static io.streamscorer.features.DecodeFixture.tensor;
import static io.streamscorer.features.DecodeFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** How often features were missing, as {@link FeatureBatch#takeMissing} counts it. */
class MissingValuesTest {
    private static final MissingValue ZERO = new MissingValue.Constant(0);

    @Test
    void shouldCountEachFeatureOfEachEventOnceAndStartAgain() throws Exception {
        // given: the first of these the compiled code does, the others it leaves
        Schema schema = schema(nullable("plain")
                + nullable("copied")
                + nullable("both")
                + "{'name': 'many', 'type': ['null', 'double', 'string']},"
                + "{'name': 'items', 'type': {'type': 'array', 'items': ['null', 'double']}},"
                + "{'name': 'entries', 'type': {'type': 'map', 'values': 'double'}},"
                + "{'name': 'text', 'type': ['null', 'string']}");
        FeatureSpec spec = new FeatureSpec(
                List.of(
                        tensor(
                                Dtype.FLOAT64,
                                value("plain", 1, ZERO),
                                value("copied", 1, ZERO),
                                value("both", 1, ZERO),
                                value("items", 3, ZERO),
                                value("entries.a", 1, ZERO),
                                value("both", 1, ZERO)),
                        new InputTensor("s", Dtype.STRING, List.of(value("text", 1, new MissingValue.Text("none"))))),
                List.of(FieldPath.parse("copied")));
        DecodePlan plan = DecodePlan.compile(schema, schema, spec);
        FeatureBatch batch = new FeatureBatch(spec, 4);
        byte[] full = bytes(e -> {
            for (int i = 0; i < 3; i++) {
                e.writeIndex(1);
                e.writeDouble(1.5);
            }
            e.writeIndex(0);
            e.writeLong(3);
            for (int i = 0; i < 3; i++) {
                e.writeIndex(1);
                e.writeDouble(2.5);
            }
            e.writeLong(0);
            e.writeLong(1);
            e.writeString("a");
            e.writeDouble(3.5);
            e.writeLong(0);
            e.writeIndex(1);
            e.writeString("t");
        });
        byte[] empty = bytes(e -> {
            for (int i = 0; i < 4; i++) {
                e.writeIndex(0);
            }
            e.writeLong(3);
            e.writeIndex(0);
            e.writeIndex(1);
            e.writeDouble(4.5);
            e.writeIndex(0);
            e.writeLong(0);
            e.writeLong(0);
            e.writeIndex(0);
        });

        // when
        plan.decode(full, 0, full.length, batch, 0);
        int[] none = batch.takeMissing();
        plan.decode(empty, 0, empty.length, batch, 1);
        plan.decode(full, 0, full.length, batch, 2);
        plan.decode(empty, 0, empty.length, batch, 3);
        int[] first = batch.takeMissing();
        int[] counts = first == null ? new int[0] : first.clone();
        int[] again = batch.takeMissing();

        // then
        assertThat(none).isNull();
        assertThat(counts).containsExactly(2, 2, 2, 4, 2, 2, 2);
        assertThat(again).isNull();
        assertThat(batch.buffer(0).getDouble(0)).isEqualTo(1.5);
        assertThat(batch.buffer(0).getDouble(8 * Double.BYTES + 4 * Double.BYTES))
                .isEqualTo(4.5);
        assertThat(batch.strings(1)).containsExactly("t", "none", "t", "none");
    }

    private static String nullable(String name) {
        return "{'name': '" + name + "', 'type': ['null', 'double']},";
    }

    @Test
    void shouldCountAFieldThatTheEventsSchemaLacksAndThatIsNullByDefault() throws Exception {
        // given
        Schema writer = schema("{'name': 'id', 'type': 'long'}");
        Schema reader =
                schema("{'name': 'id', 'type': 'long'}, {'name': 'x', 'type': ['null', 'double'], 'default': null}");
        FeatureSpec spec = new FeatureSpec(List.of(tensor(Dtype.FLOAT32, value("x", 1, ZERO))), List.of());
        DecodePlan plan = DecodePlan.compile(writer, reader, spec);
        FeatureBatch batch = new FeatureBatch(spec, 1);
        byte[] event = bytes(e -> e.writeLong(5));

        // when
        plan.decode(event, 0, event.length, batch, 0);

        // then
        assertThat(batch.takeMissing()).containsExactly(1);
    }
}
