package io.streamscorer.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.RecordFailure;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.FieldPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Lines of JSON, each an event. Blank lines are passed over. Not thread-safe. */
final class JsonEventFile implements EventFile {
    private final Path file;
    private final CountingInput counted;
    private final LineReader lines;
    private final JsonFrames frames;
    private final Schema reader;
    private final Set<FieldPath> unseen;
    private long index;

    private JsonEventFile(Path file, CountingInput counted, Schema writer, Schema reader, FeatureSpec spec) {
        this.file = file;
        this.counted = counted;
        this.lines = new LineReader(counted);
        this.frames = new JsonFrames(writer);
        this.reader = reader;
        this.unseen = new LinkedHashSet<>(Stream.concat(
                        spec.tensors().stream()
                                .flatMap(tensor -> tensor.features().stream())
                                .map(feature -> feature.field()),
                        spec.copiedFields().stream())
                .toList());
    }

    static JsonEventFile open(Path file, @Nullable Schema schema, FeatureSpec spec) {
        Schema writer = schema;
        Schema reader = schema;
        if (writer == null || reader == null) {
            InferredSchema inferred = InferredSchema.of(spec);
            writer = inferred.writer();
            reader = inferred.reader();
        }
        try {
            return new JsonEventFile(file, new CountingInput(Files.newInputStream(file)), writer, reader, spec);
        } catch (IOException e) {
            throw new SetupException(file + ": cannot be read: " + Lines.of(e));
        }
    }

    @Override
    public Schema writer() {
        return frames.schema();
    }

    @Override
    public Schema reader() {
        return reader;
    }

    @Override
    public @Nullable FileEvent next() {
        try {
            byte[] line = lines.next();
            while (line != null && isBlank(line)) {
                line = lines.next();
            }
            return line == null ? null : event(line);
        } catch (IOException e) {
            throw new SetupException(
                    file + ": cannot be read further after line " + lines.number() + ": " + Lines.of(e), e);
        }
    }

    private FileEvent event(byte[] line) throws IOException {
        byte[] value = null;
        String problem = null;
        if (lines.isCut()) {
            problem = "expected a line of at most " + LineReader.MAX_LINE_BYTES + " bytes, found a longer one";
        } else {
            try {
                JsonNode node = frames.parse(line);
                value = frames.frame(node);
                if (!unseen.isEmpty()) {
                    unseen.removeIf(path -> isIn(node, path));
                }
            } catch (JsonMisfit e) {
                problem = e.getMessage();
            }
        }
        return new FileEvent(
                index++,
                lines.number(),
                value,
                problem == null ? null : new RecordFailure(FailureCategory.MALFORMED_JSON, problem),
                line);
    }

    private static boolean isIn(JsonNode event, FieldPath path) {
        JsonNode node = event;
        for (String name : path.names()) {
            node = node.path(name);
        }
        return !node.isMissingNode();
    }

    private static boolean isBlank(byte[] line) {
        for (byte each : line) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String place(FileEvent event) {
        return file + ":" + event.position();
    }

    @Override
    public long bytesRead() {
        return counted.count();
    }

    @Override
    public List<String> remarks() {
        // A field that no event has is most likely misspelt, here or there; with a value for what is missing it would
        // go
        // unnoticed.
        List<String> remarks = new ArrayList<>();
        for (FieldPath path : index == 0 ? Set.<FieldPath>of() : unseen) {
            remarks.add(file + ": no event has the field '" + path + "'");
        }
        return remarks;
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
