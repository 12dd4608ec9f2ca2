package io.streamscorer.files;

import io.streamscorer.failure.SetupException;
import io.streamscorer.features.FeatureSpec;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A file of events, read once from its start to its end. Not thread-safe; its owner closes it. */
interface EventFile extends AutoCloseable {
    /** The id that the framing of the file's events gives their schema. A file has one, which no registry knows. */
    int SCHEMA_ID = 0;

    /**
     * Opens a file by the ending of its name.
     *
     * @param schema the schema to read the events by; where it is null, that of the container file, or for lines one that is made from the spec
     * @throws SetupException if it cannot be read, or is not what its ending says
     */
    static EventFile open(Path file, @Nullable Schema schema, FeatureSpec spec) {
        return switch (FileFormat.of(file).orElseThrow()) {
            case AVRO -> AvroEventFile.open(file, schema);
            case JSON_LINES -> JsonEventFile.open(file, schema, spec);
        };
    }

    /** The schema that the events' bytes are written with. */
    Schema writer();

    /** The schema that the events are read as. */
    Schema reader();

    /**
     * The next event, or null at the file's end.
     *
     * @throws SetupException if the file is damaged so that nothing after it can be read
     */
    @Nullable
    FileEvent next();

    /** Where an event stands, for a person. */
    String place(FileEvent event);

    /** How many of the file's bytes have been read. */
    long bytesRead();

    /** What a person should know of the file as a whole, once it has been read; one line each. */
    List<String> remarks();

    @Override
    void close();
}
