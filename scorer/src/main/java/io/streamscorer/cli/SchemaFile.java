package io.streamscorer.cli;

import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** A file that holds an Avro schema as JSON. */
final class SchemaFile {
    /** Avro repeats the text that it cannot read. */
    private static final int MAX_LENGTH = 200;

    private SchemaFile() {}

    private static String shortened(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }

    /**
     * Reads the schema.
     *
     * @param setting the setting or option that names the file
     * @throws SetupException if there is no such file or it holds no schema
     */
    static Schema read(Path file, String setting) {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (IOException e) {
            throw new SetupException(
                    setting + ": cannot read " + file + " (" + e.getClass().getSimpleName()
                            + "). Name the .avsc file of the event's schema",
                    e);
        } catch (AvroRuntimeException e) {
            throw new SetupException(setting + ": " + file + " is no Avro schema: " + shortened(Lines.of(e)), e);
        }
    }
}
