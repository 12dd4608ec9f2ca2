package io.streamscorer.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.streamscorer.failure.RecordFailure;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.MissingValue;
import io.streamscorer.model.LoadedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** The same events as lines of JSON and in a container file get the same predictions and fail for the same reasons. */
class JsonAgainstContainerTest {
    private static final Schema SCHEMA = new Schema.Parser().parse("""
            {"type": "record", "name": "Event", "fields": [
              {"name": "number", "type": ["null", "double"], "default": null},
              {"name": "single", "type": "float"},
              {"name": "count", "type": ["int", "null"]},
              {"name": "total", "type": "long"},
              {"name": "truth", "type": ["null", "boolean"]},
              {"name": "either", "type": ["null", "long", "double", "boolean"]},
              {"name": "text", "type": ["null", "string"]},
              {"name": "inner", "type": ["null", {"type": "record", "name": "Inner", "fields": [
                {"name": "x", "type": ["null", "double"]},
                {"name": "tags", "type": {"type": "map", "values": {"type": "array", "items": ["string", "int"]}}}]}]}
            ]}""");
    private static final String[] FEATURES = {"number", "single", "count", "total", "truth", "either", "inner.x"};
    /** Without a schema nothing tells that a number is but a float. */
    private static final String[] WITHOUT_FLOATS = {"number", "count", "total", "truth", "either", "inner.x"};

    private static final List<FieldPath> COPIED = List.of(FieldPath.parse("text"), FieldPath.parse("total"));

    private Path folder = Path.of("");

    @BeforeProperty
    void createFolder() throws IOException {
        folder = Files.createTempDirectory("json-against-container");
    }

    @AfterProperty
    void deleteFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Property(tries = 60)
    void shouldPredictTheSame(@ForAll("events") List<GenericRecord> events, @ForAll boolean rejects)
            throws IOException {
        // given
        MissingValue missing = rejects ? new MissingValue.Reject() : new MissingValue.Constant(-1);
        LoadedModel model = EchoModel.of(missing, FEATURES);
        LoadedModel withoutFloats = EchoModel.of(missing, WITHOUT_FLOATS);
        Path container = folder.resolve("events.avro");
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(SCHEMA))) {
            writer.create(SCHEMA, container.toFile());
            for (GenericRecord event : events) {
                writer.append(event);
            }
        }
        Path lines = folder.resolve("events.jsonl");
        try (var out = Files.newOutputStream(lines);
                JsonGenerator generator = Json.lines(out)) {
            for (GenericRecord event : events) {
                byte[] bytes = bytes(event);
                AvroToJson.write(SCHEMA, DecoderFactory.get().binaryDecoder(bytes, null), generator);
                generator.writeRaw('\n');
            }
        }

        // when
        Scored fromContainer = score(container, null, model);
        Scored fromLines = score(lines, SCHEMA, model);

        // then
        assertThat(fromLines).isEqualTo(fromContainer);
        assertThat(score(lines, null, withoutFloats)).isEqualTo(score(container, null, withoutFloats));
    }

    private record Scored(List<String> predictions, Map<?, Long> failures) {}

    private Scored score(Path input, @Nullable Schema schema, LoadedModel model) throws IOException {
        Path output = folder.resolve("out.avro");
        ScoringJob job = new ScoringJob(input, output, null, schema, COPIED, 7, true);
        ScoringReport report = new FileScoring(
                        job,
                        model,
                        new ScoringProgress() {
                            @Override
                            public void advanced(long events, long bytesRead) {}

                            @Override
                            public void failed(String place, RecordFailure failure) {}
                        },
                        () -> 1)
                .run();
        List<String> predictions = new ArrayList<>();
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(output.toFile(), new GenericDatumReader<GenericRecord>())) {
            for (GenericRecord prediction : reader) {
                prediction.put("source_topic", "");
                predictions.add(prediction.toString());
            }
        }
        return new Scored(predictions, report.failures());
    }

    private static byte[] bytes(GenericRecord event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(SCHEMA).write(event, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    @Provide
    Arbitrary<List<GenericRecord>> events() {
        Schema inner = SCHEMA.getField("inner").schema().getTypes().get(1);
        Arbitrary<GenericRecord> inners = Combinators.combine(
                        doubles().injectNull(0.3),
                        Arbitraries.maps(
                                        Arbitraries.strings().alpha().ofMaxLength(3),
                                        Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(3), Arbitraries.integers())
                                                .list()
                                                .ofMaxSize(3))
                                .ofMaxSize(2))
                .as((x, tags) -> {
                    GenericRecord record = new GenericData.Record(inner);
                    record.put("x", x);
                    record.put("tags", tags);
                    return record;
                });
        return Combinators.combine(
                        doubles().injectNull(0.1),
                        Arbitraries.floats(),
                        Arbitraries.integers().injectNull(0.1),
                        Arbitraries.longs(),
                        Arbitraries.of(true, false).injectNull(0.1),
                        Arbitraries.oneOf(Arbitraries.longs(), doubles(), Arbitraries.of(true, false))
                                .injectNull(0.1),
                        Arbitraries.strings().ofMaxLength(8).injectNull(0.1),
                        inners.injectNull(0.1))
                .as((number, single, count, total, truth, either, text, within) -> {
                    GenericRecord record = new GenericData.Record(SCHEMA);
                    record.put("number", number);
                    record.put("single", single);
                    record.put("count", count);
                    record.put("total", total);
                    record.put("truth", truth);
                    record.put("either", either);
                    record.put("text", text);
                    record.put("inner", within);
                    return record;
                })
                .list()
                .ofMaxSize(30);
    }

    private static Arbitrary<Double> doubles() {
        return Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.of(0.0, -0.0, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY));
    }
}
