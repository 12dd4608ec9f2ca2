package io.streamscorer.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordFailure;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.MissingValue;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.schemas.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileScoringTest {
    private static final Schema SCHEMA = SchemaBuilder.record("Event")
            .fields()
            .requiredDouble("a")
            .optionalLong("b")
            .optionalString("note")
            .endRecord();

    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();

    @Test
    void shouldScoreAContainerFileInBatchesAndInOrder() throws Exception {
        // given
        Path input = container(LongStream.range(0, 1_000)
                .mapToObj(i -> event(i / 8.0, i, "n" + i))
                .toList());

        // when
        ScoringReport report = score(input, "out.avro", null, EchoModel.of(new MissingValue.Reject(), "a", "b"));

        // then
        assertThat(report.events()).isEqualTo(1_000);
        assertThat(report.predictions()).isEqualTo(1_000);
        assertThat(told).isEmpty();
        List<Prediction> predictions = predictions("out.avro");
        assertThat(predictions)
                .extracting(Prediction::getScore)
                .containsExactlyElementsOf(
                        LongStream.range(0, 1_000).mapToObj(i -> i / 8.0).toList());
        assertThat(predictions)
                .extracting(Prediction::getSourceOffset)
                .containsExactlyElementsOf(LongStream.range(0, 1_000).boxed().toList());
        assertThat(predictions.get(7).getFields()).hasSize(1);
        assertThat(predictions.get(7).getSourceTopic()).hasToString("events.avro");
        assertThat(predictions.get(7).getSourceSchemaId()).isZero();
    }

    @Test
    void shouldGoOnAfterEventsThatCannotBeScoredAndKeepThem() throws Exception {
        // given
        Path input =
                lines("{\"a\": 1, \"b\": 2}", "{\"a\": 1", "", "{\"a\": \"x\"}", "{\"a\": 4}", "{\"a\": 5, \"b\": 5}");

        // when
        ScoringReport report = score(input, "out.jsonl", null, EchoModel.of(new MissingValue.Reject(), "a", "b"));

        // then
        assertThat(report.failures())
                .isEqualTo(Map.of(FailureCategory.MALFORMED_JSON, 2L, FailureCategory.MISSING_FEATURE, 1L));
        assertThat(report.failed()).isEqualTo(3);
        assertThat(told)
                .hasSize(3)
                .anyMatch(line -> line.startsWith(input + ":2: "))
                .anyMatch(line -> line.startsWith(input + ":4: field 'a': expected"))
                .anyMatch(line -> line.startsWith(input + ":5: "));
        assertThat(Files.readAllLines(folder.resolve("out.jsonl")))
                .hasSize(2)
                .first()
                .asString()
                .startsWith(
                        "{\"model_name\":\"echo\",\"model_version\":\"1\",\"score\":1.0,\"label\":null,\"probabilities\":null,"
                                + "\"outputs\":{\"echo\":{\"dtype\":\"float64\",\"shape\":[2],\"values\":{\"elements\":[1.0,2.0]}}},"
                                + "\"fields\":{\"note\":null},\"source_topic\":\"events.jsonl\",\"source_partition\":0,\"source_offset\":0,");
        assertThat(Files.readAllLines(folder.resolve("dead.jsonl")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("{\"index\":1,\"line\":2,\"category\":\"malformed-json\",")
                                .endsWith("\"event\":\"{\\\"a\\\": 1\"}"),
                        line -> assertThat(line).endsWith("\"event\":{\"a\":\"x\"}}"),
                        line -> assertThat(line)
                                .startsWith("{\"index\":3,\"line\":5,\"category\":\"missing-feature\",")
                                .endsWith("\"event\":{\"a\":4}}"));
    }

    @Test
    void shouldKeepTheEventsOfContainerFilesAsJson() throws Exception {
        // given
        Path input = container(List.of(event(1, null, "x"), event(2, 3L, null)));

        // when
        score(input, "out.jsonl", null, EchoModel.of(new MissingValue.Reject(), "a", "b"));

        // then
        assertThat(Files.readAllLines(folder.resolve("dead.jsonl")))
                .singleElement()
                .asString()
                .startsWith("{\"index\":0,\"category\":\"missing-feature\",")
                .endsWith("\"event\":{\"a\":1.0,\"b\":null,\"note\":\"x\"}}");
    }

    @Test
    void shouldSayThatNoEventHasAField() throws Exception {
        // given
        Path input = lines("{\"a\": 1, \"c\": 2}", "{\"a\": 2, \"c\": 2}");

        // when
        ScoringReport report = score(input, "out.jsonl", null, EchoModel.of(new MissingValue.Constant(0), "a", "b"));

        // then
        assertThat(report.failed()).isZero();
        assertThat(report.remarks())
                .containsExactly(input + ": no event has the field 'b'", input + ": no event has the field 'note'");
    }

    @Test
    void shouldWriteNumbersThatJsonDoesNotHaveAsTexts() throws Exception {
        // given
        Path input = lines("{\"a\": NaN}", "{\"a\": \"-Infinity\"}");

        // when
        score(input, "out.jsonl", null, EchoModel.of(new MissingValue.Reject(), "a"));

        // then
        assertThat(Files.readAllLines(folder.resolve("out.jsonl")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"score\":\"NaN\""),
                        line -> assertThat(line).contains("\"score\":\"-Infinity\""));
    }

    @Test
    void shouldReadAContainerFileByAnotherSchema() throws Exception {
        // given
        Path input = container(List.of(event(1, 2L, null)));
        Schema reader = SchemaBuilder.record("Event")
                .fields()
                .requiredDouble("a")
                .name("d")
                .type()
                .doubleType()
                .doubleDefault(9)
                .optionalString("note")
                .endRecord();

        // when
        score(input, "out.avro", reader, EchoModel.of(new MissingValue.Reject(), "a", "d"));

        // then
        assertThat(predictions("out.avro")
                        .get(0)
                        .getOutputs()
                        .values()
                        .iterator()
                        .next()
                        .toString())
                .contains("1.0, 9.0");
    }

    @Test
    void shouldRefuseAContainerFileThatIsCutOff() throws Exception {
        // given
        Path input = container(LongStream.range(0, 1_000)
                .mapToObj(i -> event(i / 2.0, i, "n" + i))
                .toList());
        byte[] whole = Files.readAllBytes(input);

        for (int length : new int[] {3, 20, 100, whole.length / 2, whole.length - 1}) {
            Files.write(input, Arrays.copyOf(whole, length));

            // when / then
            assertThatThrownBy(() ->
                            score(input, "out" + length + ".avro", null, EchoModel.of(new MissingValue.Reject(), "a")))
                    .as(length + " of " + whole.length + " bytes")
                    .isInstanceOf(SetupException.class)
                    .hasMessageContaining(input.toString());
            assertThat(folder.resolve("out" + length + ".avro")).doesNotExist();
        }
    }

    @Test
    void shouldSayHowFarADamagedContainerFileWasRead() throws Exception {
        // given
        Path input = container(LongStream.range(0, 50_000)
                .mapToObj(i -> event(i / 2.0, i, "n" + i))
                .toList());
        byte[] bytes = Files.readAllBytes(input);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 200, (byte) -1);
        Files.write(input, bytes);

        // when / then
        assertThatThrownBy(() -> score(input, "out.avro", null, EchoModel.of(new MissingValue.Reject(), "a")))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("is cut off or damaged after ");
    }

    @Test
    void shouldRefuseASchemaWithoutAMappedField() throws Exception {
        // given
        Path input = lines("{\"a\": 1}");

        // when / then
        assertThatThrownBy(() -> score(input, "out.jsonl", SCHEMA, EchoModel.of(new MissingValue.Reject(), "aa")))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("there is no field 'aa'")
                .hasMessageContaining("did you mean 'a'?");
        assertThat(folder.resolve("out.jsonl")).doesNotExist();
    }

    @Test
    void shouldReportAllThatIsWrongWithTheFilesAtOnce() throws Exception {
        // given
        Path there = Files.writeString(folder.resolve("there.jsonl"), "x");
        ScoringJob job = new ScoringJob(
                folder.resolve("none.jsonl"), there, folder.resolve("no/dead.avro"), null, List.of(), 10, false);

        // when / then
        assertThatThrownBy(job::check)
                .isInstanceOfSatisfying(
                        SetupException.class,
                        e -> assertThat(e.problems())
                                .satisfiesExactly(
                                        problem -> assertThat(problem).endsWith("none.jsonl: there is no such file"),
                                        problem -> assertThat(problem).contains("exists already", "--overwrite"),
                                        problem -> assertThat(problem).contains("dead letters are lines of JSON"),
                                        problem -> assertThat(problem).contains("there is no directory")));
    }

    @Test
    void shouldNeverWriteOverTheEvents() throws Exception {
        // given
        Path input = lines("{\"a\": 1}");
        Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), input);
        ScoringJob job = new ScoringJob(input, link, null, null, List.of(), 10, true);

        // when / then
        assertThatThrownBy(job::check).hasMessageContaining("is the file of events too");
    }

    private ScoringReport score(Path input, String output, @Nullable Schema schema, LoadedModel model) {
        ScoringJob job = new ScoringJob(
                input,
                folder.resolve(output),
                folder.resolve("dead.jsonl"),
                schema,
                List.of(FieldPath.parse("note")),
                64,
                true);
        job.check();
        return new FileScoring(job, model, progress(), () -> 1_000).run();
    }

    private ScoringProgress progress() {
        return new ScoringProgress() {
            @Override
            public void advanced(long events, long bytesRead) {
                assertThat(bytesRead).isPositive();
            }

            @Override
            public void failed(String place, RecordFailure failure) {
                told.add(place + ": " + failure.message());
            }
        };
    }

    private Path lines(String... lines) throws IOException {
        return Files.write(folder.resolve("events.jsonl"), List.of(lines));
    }

    private static GenericRecord event(double a, @Nullable Long b, @Nullable String note) {
        return new GenericRecordBuilder(SCHEMA)
                .set("a", a)
                .set("b", b)
                .set("note", note)
                .build();
    }

    private Path container(List<GenericRecord> events) throws IOException {
        Path file = folder.resolve("events.avro");
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(SCHEMA))) {
            writer.setCodec(CodecFactory.deflateCodec(1));
            writer.setSyncInterval(2_000);
            writer.create(SCHEMA, file.toFile());
            for (GenericRecord event : events) {
                writer.append(event);
            }
        }
        return file;
    }

    private List<Prediction> predictions(String file) throws IOException {
        List<Prediction> predictions = new ArrayList<>();
        try (DataFileReader<Prediction> reader =
                new DataFileReader<>(folder.resolve(file).toFile(), new SpecificDatumReader<>(Prediction.class))) {
            reader.forEach(predictions::add);
        }
        return predictions;
    }
}
