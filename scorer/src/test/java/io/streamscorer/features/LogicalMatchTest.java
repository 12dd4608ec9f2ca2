package io.streamscorer.features;

import static io.streamscorer.features.DecodeFixture.decode;
import static io.streamscorer.features.DecodeFixture.failure;
import static io.streamscorer.features.DecodeFixture.schema;
import static io.streamscorer.features.DecodeFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.RecordFailure;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class LogicalMatchTest {
    private static final String MILLIS = "{'type': 'long', 'logicalType': 'timestamp-millis'}";
    private static final String MICROS = "{'type': 'long', 'logicalType': 'timestamp-micros'}";

    private static Schema field(String type) {
        return schema("{'name': 'f', 'type': " + type + "}, {'name': 'g', 'type': 'int'}");
    }

    private static String decimal(int precision, int scale) {
        return "{'type': 'bytes', 'logicalType': 'decimal', 'precision': " + precision + ", 'scale': " + scale + "}";
    }

    private static String money(String name, int scale, String more) {
        return "{'type': 'fixed', 'name': '" + name
                + "', 'size': 8, 'logicalType': 'decimal', 'precision': 12, 'scale': " + scale + more + "}";
    }

    @Test
    void shouldKnowWhatAFixedMeansThatTheReaderCallsByAnotherName() throws Exception {
        // given
        FeatureSpec spec = spec(Dtype.FLOAT64, "f");
        Schema written = field(money("Money", 2, ""));
        Schema read = field(money("Amount", 2, ", 'aliases': ['Money']"));
        FeatureBatch batch = new FeatureBatch(spec, 1);

        // when
        decode(written, read, spec, batch, 0, e -> {
            e.writeFixed(ByteBuffer.allocate(8).putLong(1234).array());
            e.writeInt(7);
        });

        // then
        assertThat(batch.buffer(0).getDouble(0)).isEqualTo(12.34);
        assertThatThrownBy(() -> DecodePlan.compile(written, field(money("Amount", 3, ", 'aliases': ['Money']")), spec))
                .isInstanceOf(RecordException.class)
                .hasMessageContaining("which would not mean the same");
    }

    @Test
    void shouldRefuseAUsedFieldThatMeansAnother() {
        // given
        FeatureSpec spec = spec(Dtype.FLOAT64, "f");

        // when / then
        assertThatThrownBy(() -> DecodePlan.compile(field(MICROS), field(MILLIS), spec))
                .isInstanceOf(RecordException.class)
                .hasMessage(
                        "field 'f': the event's schema has long (timestamp-micros), which would not mean the same when"
                                + " read as the reader schema's long (timestamp-millis)");
        assertThatThrownBy(() -> DecodePlan.compile(field(decimal(9, 2)), field(decimal(9, 3)), spec))
                .isInstanceOf(RecordException.class)
                .hasMessage(
                        "field 'f': the event's schema has bytes (decimal of 9 digits, 2 after the point), which would not"
                                + " mean the same when read as the reader schema's bytes (decimal of 9 digits, 3 after the point)");
        assertThatThrownBy(() -> DecodePlan.compile(field("'bytes'"), field(decimal(9, 3)), spec))
                .isInstanceOf(RecordException.class)
                .hasMessageContaining("has bytes, which would not mean");
        assertThatThrownBy(() -> DecodePlan.compile(
                        field("{'type': 'array', 'items': " + MICROS + "}"),
                        field("{'type': 'array', 'items': " + MILLIS + "}"),
                        new FeatureSpec(
                                List.of(new InputTensor(
                                        "x",
                                        Dtype.FLOAT64,
                                        List.of(DecodeFixture.value("f", 2, new MissingValue.Reject())))),
                                List.of())))
                .isInstanceOf(RecordException.class);
    }

    @Test
    void shouldRefuseOnlyEventsOfTheBranchThatMeansAnother() throws Exception {
        // given
        Schema writer = field("['null', " + MICROS + ", 'int']");
        Schema reader = field("['null', " + MILLIS + "]");
        FeatureSpec spec = spec(Dtype.FLOAT64, "f");

        // when
        decode(writer, reader, spec, new FeatureBatch(spec, 1), 0, e -> {
            e.writeIndex(2);
            e.writeInt(5);
            e.writeInt(0);
        });
        RecordFailure failure = failure(writer, reader, spec, e -> {
            e.writeIndex(1);
            e.writeLong(5);
            e.writeInt(0);
        });

        // then
        assertThat(failure.message()).contains("timestamp-micros").contains("timestamp-millis");
    }

    @Test
    void shouldTakeUnusedFieldsAndTypesThatSayNothing() {
        // given / when / then
        assertThatCode(() -> {
                    DecodePlan.compile(field(MICROS), field(MILLIS), spec(Dtype.FLOAT64, "g"));
                    DecodePlan.compile(field("'long'"), field(MILLIS), spec(Dtype.FLOAT64, "f"));
                    DecodePlan.compile(field(MICROS), field("'long'"), spec(Dtype.FLOAT64, "f"));
                    DecodePlan.compile(field(decimal(9, 2)), field(decimal(9, 2)), spec(Dtype.FLOAT64, "f"));
                })
                .doesNotThrowAnyException();
    }
}
