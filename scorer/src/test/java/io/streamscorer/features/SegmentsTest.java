package io.streamscorer.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.RecordException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** That compiled code is there and how it stops; what it computes is held against Avro's reader elsewhere. */
class SegmentsTest {
    private static Program program(String type, int fields) throws RecordException {
        SchemaBuilder.FieldAssembler<Schema> assembler =
                SchemaBuilder.record("Event").fields();
        for (int i = 0; i < fields; i++) {
            assembler.name("f" + i).type(new Schema.Parser().parse(type)).noDefault();
        }
        Schema schema = assembler.endRecord();
        List<Feature> features = IntStream.range(0, fields)
                .mapToObj(i -> new Feature(FieldPath.parse("f" + i), new MissingValue.Constant(-1)))
                .toList();
        FieldUse use = FieldUse.of(new FeatureSpec(List.of(new InputTensor("x", Dtype.FLOAT32, features)), List.of()));
        return new PlanCompiler(schema).compile(Resolution.resolve(schema, schema, use), use);
    }

    @Test
    void shouldCompileAllOfPlainNumbers() throws Exception {
        for (String type : List.of("\"double\"", "\"float\"", "\"int\"", "\"long\"", "[\"null\",\"double\"]")) {
            // given
            Program program = program(type, 10);

            // when
            Segments segments = Segments.of(program);

            // then
            assertThat(segments.segments()).as(type).hasSize(1);
            assertThat(segments.code()[0]).isEqualTo(Opcode.SEGMENT);
            assertThat(program.code()[segments.ends()[0]]).isEqualTo(Opcode.END);
        }
    }

    @Test
    void shouldKeepPiecesSmallEnoughForTheJustInTimeCompiler() throws Exception {
        // given
        Program program = program("\"long\"", 200);

        // when
        Segments segments = Segments.of(program);

        // then
        assertThat(segments.segments()).hasSize(7);
        assertThat(program.code()[segments.ends()[6]]).isEqualTo(Opcode.END);
    }

    @Test
    void shouldStopBeforeTheValueThatTheBytesDoNotHold() throws Exception {
        // given
        Program program = program("\"double\"", 3);
        Segments segments = Segments.of(program);
        byte[] bytes = new byte[20];

        // when
        long reached = segments.segments()[0].run(bytes, 0, bytes.length, new byte[12]);

        // then
        assertThat((int) reached).isEqualTo(16);
        assertThat(program.code()[(int) (reached >>> 32)]).isEqualTo(Opcode.MOVE_DOUBLE_FLOAT32);
        assertThat((int) (reached >>> 32)).isNotEqualTo(segments.ends()[0]);
    }

    @Test
    void shouldWriteConstantsForNull() throws Exception {
        // given
        Segments segments = Segments.of(program("[\"null\",\"double\"]", 2));
        byte[] cells = new byte[8 + 2 * Integer.BYTES];

        // when
        long reached = segments.segments()[0].run(new byte[2], 0, 2, cells);

        // then
        assertThat((int) reached).isEqualTo(2);
        assertThat((int) (reached >>> 32)).isEqualTo(segments.ends()[0]);
        assertThat(Moves.float32(cells, 0)).isEqualTo(-1f);
        assertThat(Moves.float32(cells, 4)).isEqualTo(-1f);
        assertThat(ByteBuffer.wrap(cells).order(ByteOrder.nativeOrder()).getInt(8))
                .as("missing values of the first feature")
                .isEqualTo(1);
    }
}
